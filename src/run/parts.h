// A run told by scenario and group, for summaries that want it: metrics and
// checks of each scenario as a whole, and of each group without those it holds.
// Made from the catalog's divisions by the rules that divide_by_scenario() adds.
#pragma once

#include "run/record.h"

namespace headroom::run {

// Before anything is recorded. What it costs is paid on each sample.
void divide_by_scenario(metrics::Catalog& catalog);

// Fills scenario_parts and group_parts; leaves them empty for a catalog that was
// not divided. The scenario "default" has no name worth telling: its groups
// stand among those that belong to no scenario, as setup's.
void add_parts(Record& record, const metrics::Catalog& catalog, const metrics::Totals& totals);

}  // namespace headroom::run
