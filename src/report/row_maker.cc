#include "report/row_maker.h"

#include "kit/duration_text.h"
#include "report/trend_stat.h"

namespace headroom::report {

namespace {

using metrics::Contains;
using metrics::Type;
using run::MetricRecord;

std::string out_of(std::uint64_t part, std::uint64_t whole) {
  return std::to_string(part) + " out of " + std::to_string(whole);
}

// "worst 10s: 31.7s to 41.7s; 3 of 51 windows crossed"
std::string note_of(const run::WindowsRecord& windows) {
  const std::string length = kit::text_of(windows.length);
  if (windows.judged == 0) {
    return "no window of " + length + " had values";
  }
  const auto tenths = [](kit::Duration time) {
    constexpr std::int64_t tenth_ms = 100;
    return kit::text_of(kit::Duration::milliseconds(time.in_milliseconds() / tenth_ms * tenth_ms));
  };
  return "worst " + length + ": " + tenths(windows.worst_from) + " to " + tenths(windows.worst_to) +
         "; " + std::to_string(windows.crossed) + " of " + std::to_string(windows.judged) +
         (windows.judged == 1 ? " window" : " windows") + " crossed";
}

}  // namespace

MetricRow RowMaker::row_of(const MetricRecord& metric) const {
  const metrics::Aggregate& values = metric.aggregate;
  const auto text = [&](double value) { return text_of(value, metric); };
  MetricRow row{.name = metric.name, .is_trend = metric.type == Type::trend};
  switch (metric.type) {
    case Type::counter:
      row.cells = {text(values.sum()), text(per_second(values.sum())) + "/s"};
      break;
    case Type::gauge:
      row.cells = {text(values.last()), "min=" + text(values.min()), "max=" + text(values.max())};
      break;
    case Type::rate:
      row.cells = {percent_text(values.share()), out_of(values.trues(), values.count())};
      break;
    case Type::trend: row.cells = trend_cells(metric); break;
  }
  return row;
}

MetricRow RowMaker::load_row_of(const MetricRecord& metric, kit::Duration load) const {
  return {.name = metric.name,
          .cells = {text_of(metric.load_sum, metric),
                    text_of(metric.load_sum / load.in_seconds(), metric) + "/s"}};
}

ThresholdLine RowMaker::line_of(const run::ThresholdRecord& threshold,
                                const MetricRecord& metric) const {
  std::string observed = metric.type == Type::rate ? percent_text(threshold.observed)
                                                   : text_of(threshold.observed, metric);
  if (metric.type == Type::counter &&
      threshold.expression.aggregation == threshold::Aggregation::rate) {
    observed += "/s";
  }
  return {.source = threshold.expression.source,
          .is_met = threshold.ok,
          .statistic = threshold::aggregation_text(threshold.expression),
          .observed = observed,
          .note = threshold.windows ? note_of(*threshold.windows) : ""};
}

std::vector<MetricRow> RowMaker::check_rows(const MetricRecord& checks) const {
  const std::uint64_t total = checks.aggregate.count();
  const std::uint64_t passes = checks.aggregate.trues();
  const std::uint64_t fails = total - passes;
  const double fail_share =
      total == 0 ? 0 : static_cast<double>(fails) / static_cast<double>(total);
  const auto count = static_cast<double>(total);
  return {{.name = "checks_total",
           .cells = {number_text(count), number_text(per_second(count)) + "/s"}},
          {.name = "checks_succeeded",
           .cells = {percent_text(checks.aggregate.share()), out_of(passes, total)}},
          {.name = "checks_failed", .cells = {percent_text(fail_share), out_of(fails, total)}}};
}

std::string RowMaker::text_of(double value, const MetricRecord& metric) const {
  switch (metric.contains) {
    case Contains::time: return duration_text(value, time_unit_);
    case Contains::data: return bytes_text(value);
    case Contains::plain: break;
  }
  return number_text(value);
}

std::vector<std::string> RowMaker::trend_cells(const MetricRecord& metric) const {
  std::vector<std::string> cells;
  for (const std::string& stat : trend_stats_) {
    const double value = trend_stat(stat, metric.aggregate).value_or(0);
    cells.push_back(stat == "count" ? number_text(value) : text_of(value, metric));
  }
  return cells;
}

double RowMaker::per_second(double count) const {
  return elapsed_ > kit::Duration() ? count / elapsed_.in_seconds() : 0;
}

}  // namespace headroom::report
