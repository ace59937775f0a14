#include "k6/http_samples.h"

namespace headroom::k6 {

void HttpSamples::set_scenario(metrics::Tags tags) {
  scenario_tags_ = std::move(tags);
  group_path_.clear();
  bases_.clear();  // scenario changes are rare; caches keyed by base must be dropped by the caller
  update_base();
}

void HttpSamples::push_group(const std::string& name) {
  group_path_ += "::" + name;
  update_base();
}

void HttpSamples::pop_group() {
  group_path_.resize(group_path_.rfind("::"));
  update_base();
}

void HttpSamples::update_base() {
  base_ = bases_.try_emplace(group_path_, static_cast<std::uint32_t>(bases_.size())).first->second;
}

metrics::Tags HttpSamples::tags(const metrics::Tags* custom) const {
  metrics::Tags all = worker_.test.settings.tags;
  for (const metrics::Tag& tag : scenario_tags_) {
    all.set(tag.key, tag.value);
  }
  if (worker_.test.settings.system_tags.has(SystemTag::group)) {
    all.set("group", group_path_);
  }
  if (custom != nullptr) {
    for (const metrics::Tag& tag : *custom) {
      all.set(tag.key, tag.value);
    }
  }
  return all;
}

metrics::TagSetId HttpSamples::intern(const metrics::Tags* custom) {
  return worker_.recorder.intern(tags(custom));
}

metrics::SeriesGroup HttpSamples::series_of(const ExchangeTags& exchange) {
  metrics::Tags all = exchange.layers != nullptr ? *exchange.layers : tags(exchange.custom);
  const SystemTags& enabled = worker_.test.settings.system_tags;
  const auto set = [&](SystemTag tag, std::string_view value) {
    if (!value.empty() && enabled.has(tag)) {
      all.set(name_of(tag), value);
    }
  };
  // A script may set `name`, which then replaces the URL; other system tags win
  // over the script's.
  const std::string* own_name = all.find("name");
  const std::string name(own_name != nullptr ? std::string_view(*own_name) : exchange.name);
  set(SystemTag::url, own_name != nullptr ? std::string_view(name) : exchange.url);
  set(SystemTag::name, name);
  set(SystemTag::method, exchange.method);
  set(SystemTag::status, std::to_string(exchange.status));
  if (exchange.is_expectation_asked) {
    set(SystemTag::expected_response, exchange.is_expected ? "true" : "false");
  }
  set(SystemTag::proto, exchange.proto);
  set(SystemTag::tls_version, exchange.tls_version);
  set(SystemTag::error, exchange.error);
  if (exchange.error_code != 0) {
    set(SystemTag::error_code, std::to_string(exchange.error_code));
  }
  set(SystemTag::ip, exchange.ip);
  set(SystemTag::ocsp_status, exchange.ocsp_status);
  return worker_.recorder.resolve(worker_.test.metrics.http, worker_.recorder.intern(all));
}

}  // namespace headroom::k6
