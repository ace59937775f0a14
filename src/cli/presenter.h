// What a run shows on standard output: banner, progress, summary. Turns load's
// progress into report's and decides where text goes.
#pragma once

#include <string>
#include <vector>

#include "cli/screen.h"
#include "k6/options.h"
#include "k6/test.h"
#include "load/progress.h"
#include "report/progress.h"
#include "report/summary.h"
#include "run/record.h"

namespace headroom::cli {

struct PresenterOptions {
  bool has_colour = true;
  bool is_quiet = false;
  report::SummaryMode summary_mode = report::SummaryMode::compact;
};

class Presenter {
 public:
  // The references outlive it.
  Presenter(const k6::Test& test, Screen& screen, std::string script, PresenterOptions options);

  void show_start() const;
  // Ten times a second on a terminal, once a second else.
  void show_progress(const load::Progress& progress);
  void show_summary(const run::Record& record) const;
  void show_end() const;

 private:
  std::string progress_text(bool is_redrawn) const;
  report::RunProgress run_progress(const load::Progress& progress) const;

  const k6::Test& test_;
  Screen& screen_;
  std::string script_;
  PresenterOptions options_;
  std::vector<report::ScenarioFacts> scenarios_;
  kit::Duration duration_max_;
  load::Progress last_;
  int ticks_ = 0;
};

std::vector<report::ScenarioFacts> scenario_facts(const std::vector<load::Scenario>& scenarios);

}  // namespace headroom::cli
