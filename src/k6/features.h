// k6's experimental features, asked for by name. Which tier's list counts is the
// business of the option tiers; what a feature changes stands where it acts.
#pragma once

#include <string>
#include <vector>

#include "kit/result.h"
#include "metrics/tags.h"

namespace headroom::k6 {

struct Features {
  bool merges_run_tags = false;  // tags of all tiers, instead of the highest that has any
  bool freezes_env = false;      // __ENV cannot be written to
  // native-histograms, which asks for what every trend here is made of already.
  bool has_native_histograms = false;

  // What k6 marks the samples of such a run with: k6_feature_freeze_env=true.
  metrics::Tags tags() const;
};

// A name that k6 does not know is left out with a warning, because it leaves it out too;
// one that it has and Headroom has not is refused.
kit::Result<Features> find_features(const std::vector<std::string>& names,
                                    std::vector<std::string>& warnings);

}  // namespace headroom::k6
