// The four places options come from, lowest first, and how they become one set: a
// configuration file, the script, K6_* variables, flags. Values only.
#pragma once

#include <string>
#include <vector>

#include "k6/features.h"
#include "k6/options.h"
#include "kit/result.h"

namespace headroom::k6 {

struct OptionTiers {
  Options config;
  Options script;
  Options environment;
  Options flags;
};

// Those of the highest tier that names any; a script's do not count. Known before
// the script has run, because they change how it runs.
kit::Result<Features> effective_features(const OptionTiers& tiers,
                                         std::vector<std::string>& warnings);

Options consolidated(const OptionTiers& tiers, const Features& features,
                     std::vector<std::string>& warnings);

}  // namespace headroom::k6
