#include "target/question.h"

#include <algorithm>
#include <limits>

#include "protocol/http1/field.h"

namespace headroom::target {

namespace {

namespace http1 = protocol::http1;

// Of a form, where + stands for a space.
std::string form_decoded(std::string_view text) {
  if (text.find_first_of("+%") == text.npos) {
    return std::string(text);
  }
  std::string spaced(text);
  std::ranges::replace(spaced, '+', ' ');
  return percent_decoded(spaced);
}

// What comes before the first `separator`, taken off the text with it.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return taken;
}

bool is_octal(std::string_view digits) {
  return digits.size() == 3 && digits[0] >= '0' && digits[0] <= '3' &&
         std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '7'; });
}

// "\"a\\073b\"" to "a;b": quotes and escapes as set_cookie_line writes them.
std::string unquoted(std::string_view text) {
  if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) {
    return std::string(text);
  }
  text = text.substr(1, text.size() - 2);
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view digits = text.substr(i + 1, 3);
    if (text[i] == '\\' && is_octal(digits)) {
      plain += static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + digits[2] - '0');
      i += digits.size();
    } else if (text[i] == '\\' && i + 1 < text.size()) {
      plain += text[++i];
    } else {
      plain += text[i];
    }
  }
  return plain;
}

}  // namespace

std::string_view path_of(const Question& question) {
  return question.target.substr(0, question.target.find('?'));
}

std::string_view query_of(const Question& question) {
  const std::size_t mark = question.target.find('?');
  return mark == question.target.npos ? "" : question.target.substr(mark + 1);
}

std::optional<std::string_view> header_of(const Question& question, std::string_view name) {
  for (const auto& [key, value] : question.headers) {
    if (http1::equals_ignoring_case(key, name)) {
      return value;
    }
  }
  return std::nullopt;
}

Pairs arguments_of(const Question& question) {
  return pairs_of_form(query_of(question));
}

Pairs pairs_of_form(std::string_view form) {
  Pairs pairs;
  while (!form.empty() && pairs.size() < pairs_max) {
    std::string_view value = take_until(form, '&');
    if (!value.empty()) {
      const std::string_view name = take_until(value, '=');
      pairs.emplace_back(form_decoded(name), form_decoded(value));
    }
  }
  return pairs;
}

Pairs cookies_of(const Question& question) {
  Pairs cookies;
  for (const auto& [key, value] : question.headers) {
    if (!http1::equals_ignoring_case(key, "cookie")) {
      continue;
    }
    std::string_view rest = value;
    while (!rest.empty() && cookies.size() < pairs_max) {
      std::string_view text = take_until(rest, ';');
      const std::string_view name = http1::trimmed(take_until(text, '='));
      if (!name.empty()) {
        cookies.emplace_back(name, unquoted(http1::trimmed(text)));
      }
    }
  }
  std::ranges::stable_sort(cookies, {}, &Pairs::value_type::first);
  const auto repeated = std::ranges::unique(cookies, {}, &Pairs::value_type::first);
  cookies.erase(repeated.begin(), repeated.end());
  return cookies;
}

std::optional<std::string_view> value_of(const Pairs& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs) {
    if (http1::equals_ignoring_case(key, name)) {
      return value;
    }
  }
  return std::nullopt;
}

std::string url_of(const Question& question, std::string_view path) {
  const std::string_view scheme =
      header_of(question, "x-forwarded-proto").value_or(question.scheme);
  const std::string_view host = header_of(question, "host").value_or("");
  std::string url;
  url.reserve(scheme.size() + host.size() + path.size() + 3);
  return url.append(scheme).append("://").append(host).append(path);
}

std::string_view origin_of(const Question& question) {
  return header_of(question, "x-forwarded-for").value_or(question.origin);
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t count = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    const auto digit = static_cast<std::uint64_t>(c - '0');
    count = count > (most - digit) / 10 ? most : count * 10 + digit;
  }
  return text.empty() ? std::nullopt : std::optional(count);
}

}  // namespace headroom::target
