#include "threshold/expression.h"

#include "threshold/evaluate.h"
