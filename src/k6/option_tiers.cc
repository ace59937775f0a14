#include "k6/option_tiers.h"

#include <algorithm>

namespace headroom::k6 {

namespace {

using RunTags = std::vector<std::pair<std::string, std::string>>;

void set_tag(RunTags& tags, const std::string& name, const std::string& value) {
  const auto found = std::ranges::find(tags, name, &RunTags::value_type::first);
  if (found == tags.end()) {
    tags.emplace_back(name, value);
  } else {
    found->second = value;
  }
}

// Each name with the value of the highest tier that has it.
RunTags merged_tags(const OptionTiers& tiers) {
  RunTags tags;
  for (const Options* tier : {&tiers.config, &tiers.script, &tiers.environment, &tiers.flags}) {
    for (const auto& [name, value] : tier->tags.value_or(RunTags())) {
      set_tag(tags, name, value);
    }
  }
  return tags;
}

}  // namespace

kit::Result<Features> effective_features(const OptionTiers& tiers,
                                         std::vector<std::string>& warnings) {
  for (const Options* tier : {&tiers.flags, &tiers.environment, &tiers.config}) {
    if (tier->features) {
      return find_features(*tier->features, warnings);
    }
  }
  return Features();
}

Options consolidated(const OptionTiers& tiers, const Features& features,
                     std::vector<std::string>& warnings) {
  if (tiers.script.features) {
    warnings.emplace_back(
        "Feature flags in script options are not supported; use --features, K6_FEATURES, or the "
        "JSON config");
  }
  Options result = merged(tiers.config, tiers.script, "script", warnings);
  result = merged(result, tiers.environment, "env", warnings);
  result = merged(result, tiers.flags, "cli", warnings);
  if (features.merges_run_tags) {
    result.tags = merged_tags(tiers);
  }
  for (const metrics::Tag& tag : features.tags()) {
    RunTags tags = result.tags.value_or(RunTags());
    set_tag(tags, tag.key, tag.value);
    result.tags = std::move(tags);
  }
  return result;
}

}  // namespace headroom::k6
