// Histograms as compact bytes: buckets as runs of variable-length integers, about
// one byte for each bucket in use. For window rows and, later, stored runs; the
// format is not tied to the machine's byte order.
#pragma once

#include <string>
#include <string_view>

#include "kit/result.h"
#include "metrics/histogram.h"

namespace headroom::metrics {

std::string pack(const Histogram& histogram);

// Refuses anything that pack() does not write; safe on foreign bytes.
kit::Result<Histogram> unpack(std::string_view bytes);

}  // namespace headroom::metrics
