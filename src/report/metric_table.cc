#include "report/metric_table.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "kit/assert.h"
#include "report/value_text.h"

namespace headroom::report {

namespace {

constexpr std::size_t dots_min = 3;

// "  { name:home }" for a sub-metric, else the name itself.
std::string shown_name(std::string_view name) {
  const std::string_view parent = parent_of(name);
  if (parent.size() == name.size()) {
    return std::string(name);
  }
  const std::string_view tags = name.substr(parent.size() + 1, name.size() - parent.size() - 2);
  return "  { " + std::string(tags) + " }";
}

// Punctuation before digits before letters, case aside.
std::pair<int, int> rank_of(char c) {
  const auto byte = static_cast<unsigned char>(c);
  constexpr std::string_view punctuation = "_-,;:!?./'\"()[]{}@*\\&#%";
  if (const std::size_t index = punctuation.find(c); index != punctuation.npos) {
    return {0, static_cast<int>(index)};
  }
  if (std::isdigit(byte) != 0) {
    return {2, byte};
  }
  return std::isalpha(byte) != 0 ? std::pair{3, std::tolower(byte)} : std::pair{1, int{byte}};
}

// Less than, equal to or greater than zero; case decides only between equals, small first.
int collated(std::string_view left, std::string_view right) {
  const std::size_t common = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (rank_of(left[i]) != rank_of(right[i])) {
      return rank_of(left[i]) < rank_of(right[i]) ? -1 : 1;
    }
  }
  if (left.size() != right.size()) {
    return left.size() < right.size() ? -1 : 1;
  }
  return -left.compare(right);
}

}  // namespace

std::string_view parent_of(std::string_view name) {
  return name.substr(0, name.find('{'));
}

bool is_before(std::string_view left, std::string_view right) {
  const std::string_view left_parent = parent_of(left);
  const std::string_view right_parent = parent_of(right);
  const int order = collated(left_parent, right_parent);
  return order != 0
             ? order < 0
             : collated(left.substr(left_parent.size()), right.substr(right_parent.size())) < 0;
}

void MetricTable::fit(std::span<const MetricRow> rows) {
  for (const MetricRow& row : rows) {
    if (!row.note.empty()) {
      continue;
    }
    name_columns_ = std::max(name_columns_, columns_of(shown_name(row.name)));
    std::vector<std::size_t>& columns = row.is_trend ? trend_columns_ : value_columns_;
    HEADROOM_ASSERT(!row.is_trend || row.cells.size() == stats_.size());
    columns.resize(std::max(columns.size(), row.cells.size()));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      columns[i] = std::max(columns[i], columns_of(row.cells[i]));
    }
  }
}

std::string MetricTable::line_of(const MetricRow& row) const {
  if (!row.note.empty()) {
    return style_.faint_white(row.note);
  }
  const std::string name = shown_name(row.name);
  const std::size_t dots = name_columns_ - columns_of(name) + dots_min;
  return name + style_.faint_white(std::string(dots, '.') + ":") + " " +
         (row.is_trend ? trend_of(row) : values_of(row));
}

std::string MetricTable::trend_of(const MetricRow& row) const {
  std::string text;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    text += i > 0 ? " " : "";
    text += padded(stats_[i] + "=" + style_.cyan(row.cells[i]),
                   columns_of(stats_[i]) + 1 + trend_columns_[i]);
  }
  return text;
}

std::string MetricTable::values_of(const MetricRow& row) const {
  std::string text = padded(style_.cyan(row.cells.front()), value_columns_.front());
  for (std::size_t i = 1; i < row.cells.size(); ++i) {
    const std::string extra = style_.faint_cyan(row.cells[i]);
    // A lone extra ends the line; several are lined up, the last one too.
    text += " " + (row.cells.size() > 2 ? padded(extra, value_columns_[i]) : extra);
  }
  return text;
}

}  // namespace headroom::report
