#include "k6/config_file.h"

#include <array>

#include "document/json.h"
#include "k6/exit_code.h"
#include "k6/option_readers.h"
#include "k6/option_table.h"

namespace headroom::k6 {

namespace {

using document::Value;

// Keys that a file has and a script has not, and the rows of the table they belong to.
struct FileKey {
  std::string_view key;
  std::string_view flag;
  std::string_view variable;
};
constexpr std::array file_keys{
    FileKey{"noUsageReport", "no-usage-report", "K6_NO_USAGE_REPORT"},
    FileKey{"linger", "linger", "K6_LINGER"},
    FileKey{"out", "out", "K6_OUT"},
    FileKey{"webDashboard", "", "K6_WEB_DASHBOARD"},
};
// What `k6 cloud login` leaves there.
constexpr std::string_view cloud_credentials = "collectors";

const FileKey* find_file_key(std::string_view key) {
  for (const FileKey& row : file_keys) {
    if (row.key == key) {
      return &row;
    }
  }
  return nullptr;
}

std::unexpected<kit::Error> refused(const std::string& text) {
  return kit::failure(text, exit_invalid_config);
}

kit::Result<void> read_file_key(const FileKey& row, const Value& value) {
  const bool is_off =
      (value.is_boolean() && !value.as_boolean()) || (value.is_array() && value.size() == 0);
  if (row.key == "noUsageReport" || is_off) {
    return {};
  }
  const std::string remedy =
      row.flag.empty() ? std::string(row.variable) : "--" + std::string(row.flag);
  return refused("'" + std::string(row.key) +
                 "' is not read from a configuration file; take it out, and see whether " + remedy +
                 " does it");
}

kit::Result<void> read_member(Options& options, const std::string& key, const Value& value,
                              std::vector<std::string>& warnings) {
  if (value.is_null() || key == cloud_credentials) {
    return {};
  }
  if (const FileKey* row = find_file_key(key)) {
    return read_file_key(*row, value);
  }
  const OptionRow* row = find_option_by_key(key);
  if (row == nullptr || row->reach == Reach::outside_scripts) {
    warnings.push_back("there is no option \"" + key + "\"");
    return {};
  }
  if (row->support == Support::later) {
    return refused("'" + key + "' is an option of k6 that Headroom does not have yet; take it out");
  }
  return read_option(options, key, value);
}

}  // namespace

kit::Result<Options> parse_config(std::string_view json, const std::string& path,
                                  std::vector<std::string>& warnings) {
  auto root = document::parse_json(json);
  if (!root) {
    return std::unexpected(std::move(root).error().during(path).with_code(exit_invalid_config));
  }
  if (!root->is_object()) {
    return refused(
        path + ", " + document::text_of(root->position()) +
        ": expected an object with options, such as {\"vus\": 10, \"duration\": \"1m\"}");
  }
  Options options;
  for (const auto& [key, value] : root->members()) {
    const std::string place = path + ", " + document::text_of(value.position());
    std::vector<std::string> own_warnings;
    if (auto read = read_member(options, key, value, own_warnings); !read) {
      return std::unexpected(std::move(read).error().during(place).with_code(exit_invalid_config));
    }
    for (const std::string& warning : own_warnings) {
      warnings.push_back(std::string(place).append(": ").append(warning));
    }
  }
  return options;
}

}  // namespace headroom::k6
