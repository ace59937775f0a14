#include "k6/http_samples.h"

namespace headroom::k6 {

namespace {

// A script that gives every iteration a tag of its own must not grow for ever.
constexpr std::size_t bases_max = 1024;

}  // namespace

void HttpSamples::set_scenario(const metrics::Tags& tags) {
  layers_ = worker_.test.settings.tags;
  for (const metrics::Tag& tag : tags) {
    layers_.set(tag.key, tag.value);
  }
  group_path_.clear();
  has_own_tags_ = false;
  has_own_group_ = false;
  own_key_.clear();
  iteration_tags_.reset();
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

void HttpSamples::set_own_tag(std::string_view key, std::string_view value) {
  const std::string* known = layers_.find(key);
  if (known != nullptr && *known == value) {
    return;
  }
  layers_.set(key, value);
  has_own_group_ = has_own_group_ || key == name_of(SystemTag::group);
  change_own_tags();
}

void HttpSamples::remove_tag(std::string_view key) {
  layers_.remove(key);
  has_own_group_ = has_own_group_ || key == name_of(SystemTag::group);
  change_own_tags();
}

void HttpSamples::change_own_tags() {
  has_own_tags_ = true;
  iteration_tags_.reset();
  own_key_.clear();
  for (const metrics::Tag& tag : layers_) {
    own_key_.append(tag.key).append(1, '\0').append(tag.value).append(1, '\0');
  }
  update_base();
}

// Numbers are never used twice, so what others keep by an old one is only not found.
void HttpSamples::update_base() {
  if (bases_.size() >= bases_max) {
    bases_.clear();
  }
  const auto [base, is_new] = bases_.try_emplace(own_key_ + group_path_, bases_made_);
  bases_made_ += is_new ? 1 : 0;
  base_ = base->second;
}

metrics::TagSetId HttpSamples::iteration_tags() {
  if (!iteration_tags_) {
    iteration_tags_ = worker_.recorder.intern(layers_);
  }
  return *iteration_tags_;
}

metrics::Tags HttpSamples::tags(const metrics::Tags* custom) const {
  metrics::Tags all = layers_;
  const bool is_in_group = !group_path_.empty();
  if ((is_in_group || !has_own_group_) && worker_.test.settings.system_tags.has(SystemTag::group)) {
    all.set(name_of(SystemTag::group), group_path_);
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
