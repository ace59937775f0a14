#include "metrics/aggregate.h"

#include "metrics/histogram_codec.h"
#include "metrics/recorder.h"
#include "metrics/totals.h"
#include "metrics/window_clock.h"
