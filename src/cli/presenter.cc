#include "cli/presenter.h"

#include <algorithm>

#include "kit/version.h"
#include "load/arrival_schedule.h"
#include "load/vu_plan.h"
#include "report/banner.h"

namespace headroom::cli {

namespace {

constexpr int ticks_per_second = 10;

struct ExecutorFacts {
  report::ScenarioFacts& facts;

  void operator()(const load::ConstantVus&) const {
    facts.executor = report::ExecutorKind::constant_vus;
  }
  void operator()(const load::RampingVus& executor) const {
    facts.executor = report::ExecutorKind::ramping_vus;
    set_stages(executor.stages);
    facts.graceful_ramp_down = executor.graceful_ramp_down;
  }
  void operator()(const load::PerVuIterations& executor) const {
    facts.executor = report::ExecutorKind::per_vu_iterations;
    facts.iterations = static_cast<std::int64_t>(executor.iterations);
  }
  void operator()(const load::SharedIterations& executor) const {
    facts.executor = report::ExecutorKind::shared_iterations;
    facts.iterations = static_cast<std::int64_t>(executor.iterations);
  }
  void operator()(const load::ConstantArrivalRate& executor) const {
    facts.executor = report::ExecutorKind::constant_arrival_rate;
    facts.vus_max = static_cast<std::int64_t>(executor.max_vus);
  }
  void operator()(const load::RampingArrivalRate& executor) const {
    facts.executor = report::ExecutorKind::ramping_arrival_rate;
    facts.vus_max = static_cast<std::int64_t>(executor.max_vus);
    set_stages(executor.stages);
  }

  void set_stages(const std::vector<load::Stage>& stages) const {
    facts.stage_count = static_cast<std::int64_t>(stages.size());
    facts.stages_duration = load::total_duration(stages);
  }
};

report::ScenarioState state_of(const load::ScenarioProgress& progress) {
  switch (progress.state) {
    case load::ScenarioState::waiting: return report::ScenarioState::waiting;
    case load::ScenarioState::running: return report::ScenarioState::running;
    case load::ScenarioState::ended: return report::ScenarioState::done;
  }
  __builtin_unreachable();
}

// Of a ramp of rates; the others' does not change.
double rate_now(const load::Scenario& scenario, kit::Duration elapsed) {
  const auto* ramp = std::get_if<load::RampingArrivalRate>(&scenario.executor);
  return ramp != nullptr ? load::ArrivalSchedule(*ramp).rate_at(elapsed) * scenario.stripes.share()
                         : 0;
}

report::TimeUnit time_unit_of(const std::string& text) {
  if (text == "s") {
    return report::TimeUnit::seconds;
  }
  if (text == "ms") {
    return report::TimeUnit::milliseconds;
  }
  return text == "us" ? report::TimeUnit::microseconds : report::TimeUnit::by_size;
}

}  // namespace

std::vector<report::ScenarioFacts> scenario_facts(const std::vector<load::Scenario>& scenarios) {
  std::vector<report::ScenarioFacts> all;
  for (const load::Scenario& scenario : scenarios) {
    report::ScenarioFacts facts{.name = scenario.name,
                                .start_time = scenario.start_time,
                                .graceful_stop = scenario.graceful_stop,
                                .exec = scenario.exec == "default" ? "" : scenario.exec};
    facts.vus = static_cast<std::int64_t>(load::planned_vus(scenario));
    facts.iterations_per_second = load::has_work(scenario) ? load::peak_rate(scenario) : 0;
    facts.duration = load::regular_duration(scenario);
    std::visit(ExecutorFacts{facts}, scenario.executor);
    all.push_back(std::move(facts));
  }
  return all;
}

Presenter::Presenter(const k6::Test& test, Screen& screen, std::string script,
                     PresenterOptions options)
    : test_(test),
      screen_(screen),
      script_(std::move(script)),
      options_(options),
      scenarios_(scenario_facts(test.scenarios())),
      duration_max_(load::latest_end(test.scenarios())) {}

void Presenter::show_start() const {
  if (options_.is_quiet) {
    return;
  }
  const bool uses_colour = options_.has_colour && screen_.terminal().is_stdout;
  screen_.write_out(report::banner(kit::version(), uses_colour));
  screen_.write_out(report::describe_run(
      {.script = script_,
       .share = test_.options().execution_segment.value_or(load::Segment()).share(),
       .vus_max = static_cast<std::int64_t>(load::max_vus(test_.scenarios())),
       .duration_max = duration_max_,
       .scenarios = scenario_facts(test_.all_scenarios())},
      uses_colour));
}

report::RunProgress Presenter::run_progress(const load::Progress& progress) const {
  report::RunProgress result{
      .elapsed = progress.elapsed,
      .duration_max = duration_max_,
      .vus_active = static_cast<std::int64_t>(progress.active_vus),
      .vus_initialized = static_cast<std::int64_t>(progress.initialized_vus),
      .vus_max = static_cast<std::int64_t>(progress.max_vus),
      .iterations_complete = static_cast<std::int64_t>(progress.completed),
      .iterations_interrupted = static_cast<std::int64_t>(progress.interrupted)};
  for (std::size_t i = 0; i < progress.scenarios.size(); ++i) {
    const load::ScenarioProgress& scenario = progress.scenarios[i];
    const bool is_waiting = scenario.state == load::ScenarioState::waiting;
    result.scenarios.push_back(
        {.facts = scenarios_[i],
         .state = state_of(scenario),
         .elapsed = is_waiting ? progress.elapsed : scenario.elapsed,
         .iterations_done = static_cast<std::int64_t>(scenario.completed),
         .vus_active = static_cast<std::int64_t>(scenario.active_vus),
         .vus_initialized = static_cast<std::int64_t>(progress.initialized_vus),
         .iterations_per_second = rate_now(test_.scenarios()[i], scenario.elapsed)});
  }
  return result;
}

void Presenter::show_progress(const load::Progress& progress) {
  last_ = progress;
  const bool is_terminal = screen_.terminal().is_stdout;
  const bool is_due = is_terminal || ++ticks_ % ticks_per_second == 0;
  if (options_.is_quiet || !is_due) {
    return;
  }
  const std::string text = progress_text(true);
  if (is_terminal) {
    screen_.show_bars(text);
  } else {
    screen_.write_out(text);
  }
}

std::string Presenter::progress_text(bool is_redrawn) const {
  const Terminal terminal = screen_.terminal();
  return report::progress_text(run_progress(last_),
                               {.is_terminal = terminal.is_stdout,
                                .uses_colour = options_.has_colour && terminal.is_stdout,
                                .is_redrawn = is_redrawn,
                                .width = terminal.width,
                                .height = is_redrawn ? terminal.height : 0});
}

void Presenter::show_summary(const run::Record& record) const {
  screen_.clear_bars();
  report::SummaryOptions summary{
      .mode = options_.summary_mode,
      .uses_colour = options_.has_colour && screen_.terminal().is_stdout,
      .time_unit = time_unit_of(test_.options().summary_time_unit.value_or(""))};
  summary.trend_stats = test_.options().summary_trend_stats.value_or(summary.trend_stats);
  screen_.write_out(report::summary(record, summary));
}

void Presenter::show_end() const {
  screen_.clear_bars();
  if (!options_.is_quiet) {
    screen_.write_out(progress_text(false));
  }
}

}  // namespace headroom::cli
