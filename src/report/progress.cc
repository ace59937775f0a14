#include "report/progress.h"

#include <algorithm>
#include <array>
#include <limits>

#include "kit/duration_text.h"
#include "report/style.h"
#include "report/value_text.h"

namespace headroom::report {

namespace {

constexpr std::size_t bar_columns_max = 40;  // with its brackets
constexpr std::size_t bar_columns_min = 8;   // narrower than this a percentage says more
constexpr std::size_t name_columns_max = 30;
constexpr std::size_t aligned_columns = 2;  // the columns right of the bar that line up

struct BarLine {
  std::string name;
  ScenarioState state = ScenarioState::waiting;
  double share = 0;
  std::vector<std::string> columns;
};

// Zero-padded to the width of `number_max`, so that nothing jumps.
std::string counted(std::int64_t number, std::int64_t number_max) {
  std::string text = std::to_string(number);
  const std::size_t width = std::to_string(number_max).size();
  text.insert(0, width > text.size() ? width - text.size() : 0, '0');
  return text;
}

double share_of(double part, double whole) {
  return whole > 0 ? std::clamp(part / whole, 0.0, 1.0) : 0;
}

std::string elapsed_of(const ScenarioProgress& progress) {
  const kit::Duration total = progress.facts.duration;
  const bool is_ramp = progress.facts.executor == ExecutorKind::ramping_vus;
  return fixed_width_duration(progress.elapsed, total) + "/" +
         (is_ramp ? fixed_width_duration(total, total) : kit::text_of(total));
}

// The bar of an executor that works through a number of iterations.
BarLine bar_of_iterations(const ScenarioProgress& progress, std::int64_t total,
                          const std::string& unit) {
  BarLine line{.name = progress.facts.name, .state = progress.state};
  const bool is_over_time = progress.elapsed > progress.facts.duration &&
                            progress.facts.executor == ExecutorKind::per_vu_iterations;
  line.share = is_over_time ? 1
                            : share_of(static_cast<double>(progress.iterations_done),
                                       static_cast<double>(total));
  line.columns = {std::to_string(progress.facts.vus) + " VUs",
                  is_over_time ? kit::text_of(progress.facts.duration) : elapsed_of(progress),
                  counted(progress.iterations_done, total) + "/" + std::to_string(total) + unit};
  return line;
}

// Zero-padded to the width of the greatest, as all that changes.
std::string rate_of(const ScenarioProgress& progress) {
  std::string greatest = fixed(progress.facts.iterations_per_second, 2);
  if (progress.facts.executor != ExecutorKind::ramping_arrival_rate) {
    return greatest;
  }
  std::string text = fixed(progress.iterations_per_second, 2);
  text.insert(0, greatest.size() > text.size() ? greatest.size() - text.size() : 0, '0');
  return text;
}

// The bar of an executor that works for a time.
BarLine bar_of_duration(const ScenarioProgress& progress) {
  const ScenarioFacts& facts = progress.facts;
  BarLine line{.name = facts.name, .state = progress.state};
  const bool is_over_time = progress.elapsed > facts.duration;
  line.share =
      is_over_time ? 1 : share_of(progress.elapsed.in_seconds(), facts.duration.in_seconds());
  const std::string time = is_over_time ? kit::text_of(facts.duration) : elapsed_of(progress);
  if (facts.executor == ExecutorKind::constant_vus) {
    line.columns = {std::to_string(facts.vus) + " VUs", time};
    return line;
  }
  if (facts.executor == ExecutorKind::ramping_vus) {
    line.columns = {
        counted(progress.vus_active, facts.vus) + "/" + std::to_string(facts.vus) + " VUs", time};
    return line;
  }
  const std::int64_t vus_max = std::max(facts.vus, facts.vus_max);
  line.columns = {counted(progress.vus_active, vus_max) + "/" +
                      counted(progress.vus_initialized, vus_max) + " VUs",
                  time, rate_of(progress) + " iters/s"};
  return line;
}

BarLine bar_of(const ScenarioProgress& progress) {
  const ScenarioFacts& facts = progress.facts;
  if (progress.state == ScenarioState::waiting) {
    const kit::Duration rest = std::max(facts.start_time - progress.elapsed, kit::Duration());
    return {.name = facts.name,
            .state = progress.state,
            .columns = {"waiting", fixed_width_duration(rest, facts.start_time)}};
  }
  switch (facts.executor) {
    case ExecutorKind::shared_iterations:
      return bar_of_iterations(progress, facts.iterations, " shared iters");
    case ExecutorKind::per_vu_iterations:
      return bar_of_iterations(progress, facts.iterations * facts.vus,
                               " iters, " + std::to_string(facts.iterations) + " per VU");
    case ExecutorKind::constant_vus:
    case ExecutorKind::ramping_vus:
    case ExecutorKind::constant_arrival_rate:
    case ExecutorKind::ramping_arrival_rate: break;
  }
  return bar_of_duration(progress);
}

std::string mark_of(ScenarioState state, const Style& style) {
  switch (state) {
    case ScenarioState::waiting: return style.faint("•");
    case ScenarioState::stopping: return "↓";
    case ScenarioState::interrupted: return style.red("✗");
    case ScenarioState::done: return style.green("✓");
    case ScenarioState::running: break;
  }
  return " ";
}

// "[ 100% ]", or "[=====>----]" where there is room.
std::string bar(double share, std::size_t columns, const Style& style) {
  if (columns <= bar_columns_min) {
    const std::string percent = fixed(share * 100, 0);
    return "[ " + std::string(percent.size() < 3 ? 3 - percent.size() : 0, ' ') + percent + "% ]";
  }
  const std::size_t space = columns - 2;
  const auto filled = static_cast<std::size_t>(static_cast<double>(space) * share);
  std::string text = "[" + std::string(filled, '=');
  if (filled > 0 && filled < space) {
    text.back() = '>';
  }
  if (filled < space) {
    text += style.faint(std::string(space - filled, '-'));
  }
  return text + "]";
}

std::string shortened(const std::string& name) {
  return name.size() > name_columns_max ? name.substr(0, name_columns_max - 3) + "..." : name;
}

std::string run_line(const RunProgress& progress) {
  return "running (" + fixed_width_duration(progress.elapsed, progress.duration_max) + "), " +
         counted(progress.vus_active, progress.vus_max) + "/" +
         counted(progress.vus_initialized, progress.vus_max) + " VUs, " +
         std::to_string(progress.iterations_complete) + " complete and " +
         std::to_string(progress.iterations_interrupted) + " interrupted iterations";
}

// The widths that line up what is left and right of all bars.
struct Layout {
  std::size_t name_columns = 0;
  std::array<std::size_t, aligned_columns> columns{};
};

Layout layout_of(const std::vector<BarLine>& lines) {
  Layout layout;
  for (const BarLine& line : lines) {
    layout.name_columns = std::max(layout.name_columns, columns_of(line.name));
    // A row's last column lines up with nothing, so it makes no other wider.
    for (std::size_t i = 0; i + 1 < line.columns.size() && i < aligned_columns; ++i) {
      layout.columns[i] = std::max(layout.columns[i], columns_of(line.columns[i]));
    }
  }
  return layout;
}

std::string right_of(const BarLine& line, const Layout& layout) {
  std::string text;
  for (std::size_t i = 0; i < line.columns.size(); ++i) {
    const std::size_t width = i < aligned_columns ? layout.columns[i] : 0;
    text += " " + padded(line.columns[i], width + 1);
  }
  return text;
}

// What is left for the bar on a terminal after the longest of the other parts.
std::size_t bar_columns(const std::vector<BarLine>& lines, const Layout& layout,
                        std::size_t terminal_columns) {
  std::size_t taken_max = 0;
  for (const BarLine& line : lines) {
    const std::size_t mark_columns = 3;
    taken_max = std::max(taken_max,
                         layout.name_columns + mark_columns + columns_of(right_of(line, layout)));
  }
  const std::size_t margin = 1;
  const std::size_t rest =
      terminal_columns > taken_max + margin ? terminal_columns - taken_max - margin : 0;
  return std::clamp(rest, bar_columns_min, bar_columns_max);
}

// How much a person wants to see it when not all fit.
int rank_of(ScenarioState state) {
  switch (state) {
    case ScenarioState::running:
    case ScenarioState::stopping: return 0;
    case ScenarioState::waiting: return 1;
    case ScenarioState::interrupted:
    case ScenarioState::done: break;
  }
  return 2;
}

// Those to draw, in the order of the test, where `count_max` fit.
std::vector<const ScenarioProgress*> chosen(const std::vector<ScenarioProgress>& scenarios,
                                            std::size_t count_max) {
  std::vector<const ScenarioProgress*> all;
  all.reserve(scenarios.size());
  for (const ScenarioProgress& scenario : scenarios) {
    all.push_back(&scenario);
  }
  if (all.size() > count_max) {
    std::ranges::sort(all, {}, [](const auto* one) { return std::pair(rank_of(one->state), one); });
    all.resize(count_max);
    std::ranges::sort(all);
  }
  return all;
}

// Rows of a terminal that bars may take: not the empty line, the run's line, the one that
// counts the rest, and the one on which the cursor ends.
std::size_t bars_max(const ProgressOptions& options) {
  constexpr std::size_t others = 4;
  if (!options.is_terminal || options.height == 0) {
    return std::numeric_limits<std::size_t>::max();
  }
  return options.height > others ? options.height - others : 1;
}

}  // namespace

std::string progress_text(const RunProgress& progress, const ProgressOptions& options) {
  const Style style(options.uses_colour);
  const std::string end_of_line = options.is_terminal ? "\x1b[K\n" : "\n";
  const std::size_t width = std::max<std::size_t>(options.width, 1);
  std::vector<BarLine> lines;
  for (const ScenarioProgress* scenario : chosen(progress.scenarios, bars_max(options))) {
    lines.push_back(bar_of(*scenario));
    lines.back().name = shortened(lines.back().name);
  }
  const Layout layout = layout_of(lines);
  const std::size_t columns =
      options.is_terminal ? bar_columns(lines, layout, width) : bar_columns_min;

  std::string text = end_of_line;
  std::size_t rows = 1;
  const auto append_line = [&](const std::string& line) {
    text += line + end_of_line;
    // A line longer than the terminal takes several of its rows.
    rows += 1 + (columns_of(line) > 0 ? (columns_of(line) - 1) / width : 0);
  };
  append_line(run_line(progress));
  for (const BarLine& line : lines) {
    append_line(padded(line.name, layout.name_columns) + " " + mark_of(line.state, style) + " " +
                bar(line.share, columns, style) + right_of(line, layout));
  }
  if (lines.size() < progress.scenarios.size()) {
    append_line("and " + std::to_string(progress.scenarios.size() - lines.size()) +
                " more scenarios");
  }
  if (options.is_terminal && options.is_redrawn) {
    text += "\r\x1b[J\x1b[" + std::to_string(rows) + "A";
  }
  return text;
}

}  // namespace headroom::report
