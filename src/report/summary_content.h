// What of a record a summary tells, and in which order: the sections metrics
// stand in, those that only a full summary has, and checks by their names.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "run/record.h"

namespace headroom::report {

// A full one tells more metrics, and scenarios and groups as far as the record has them.
enum class SummaryMode : std::uint8_t { compact, full };

// In the order of printing: "CUSTOM", "HTTP".
std::span<const std::string_view> section_titles();
std::string_view section_title_of(std::string_view metric);

// Not those told elsewhere, such as checks.
bool is_told(std::string_view metric, SummaryMode mode);

// Metrics and their sub-metrics in the order of the summary; those of breakdowns
// last, by how much there is of each.
std::vector<const run::MetricRecord*> sorted_metrics(const std::vector<run::MetricRecord>& metrics);

// Of a group and all below it.
std::vector<run::CheckRecord> all_checks(const run::GroupRecord& group);
// By first sight; those of one name are one, whatever their group.
std::vector<run::CheckRecord> checks_by_name(std::vector<run::CheckRecord> checks);

}  // namespace headroom::report
