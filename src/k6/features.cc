#include "k6/features.h"

#include <algorithm>
#include <array>

#include "k6/exit_code.h"
#include "kit/text_pieces.h"

namespace headroom::k6 {

namespace {

struct Feature {
  std::string_view name;
  std::string_view tag;
  bool Features::* field;
};

constexpr std::array known{
    Feature{"freeze-env", "k6_feature_freeze_env", &Features::freezes_env},
    Feature{"merge-run-tags", "k6_feature_merge_run_tags", &Features::merges_run_tags},
    Feature{"native-histograms", "k6_feature_native_histograms", &Features::has_native_histograms},
};
constexpr std::string_view later = "async-metric-context";

}  // namespace

metrics::Tags Features::tags() const {
  metrics::Tags tags;
  for (const Feature& feature : known) {
    if (this->*feature.field) {
      tags.set(feature.tag, "true");
    }
  }
  return tags;
}

kit::Result<Features> find_features(const std::vector<std::string>& names,
                                    std::vector<std::string>& warnings) {
  Features features;
  for (const std::string& written : names) {
    const std::string_view name = kit::trimmed(written, " ");
    const auto* const found = std::ranges::find(known, name, &Feature::name);
    if (found != known.end()) {
      features.*(found->field) = true;
    } else if (name == later) {
      return kit::failure("the feature '" + std::string(name) +
                              "' of k6 is not in Headroom yet; take it out of the list",
                          exit_other);
    } else if (!name.empty()) {
      warnings.push_back("the feature '" + std::string(name) +
                         "' is not known and was left out; known are freeze-env, merge-run-tags "
                         "and native-histograms");
    }
  }
  return features;
}

}  // namespace headroom::k6
