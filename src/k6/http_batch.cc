#include "k6/http_batch.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fiber/wait_group.h"
#include "k6/http_job.h"
#include "script/error.h"

namespace headroom::k6 {

namespace {

using script::Value;

Value property(const Value& object, const char* name) {
  auto value = object.property(name);
  return value ? std::move(*value) : Value();
}

std::string upper_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

// The arguments of one request of a batch: "url", [method, url, body, params] or
// {method, url, body, params}.
struct Entry {
  std::string method = "GET";
  Value url;
  Value body;
  Value params;
};

Entry entry_of_array(const Value& array) {
  const auto element = [&array](std::uint32_t index) {
    auto value = array.element(index);
    return value ? std::move(*value) : Value();
  };
  return {.method = element(0).to_string().value_or("GET"),
          .url = element(1),
          .body = element(2),
          .params = element(3)};
}

bool is_url(const Value& value) {
  return value.is_string() || (value.is_object() && property(value, "url").is_string() &&
                               property(value, "name").is_string());
}

Entry entry_of(const Value& value) {
  if (is_url(value)) {
    return {.url = value.dup(), .body = {}, .params = {}};
  }
  if (value.is_array()) {
    return entry_of_array(value);
  }
  Entry entry{.url = property(value, "url"),
              .body = property(value, "body"),
              .params = property(value, "params")};
  if (const Value method = property(value, "method"); !method.is_nullish()) {
    entry.method = method.to_string().value_or("GET");
  }
  return entry;
}

std::unique_ptr<HttpJob> read_entry(JSContext* context, const Value& value) {
  const Entry entry = entry_of(value);
  const std::string method = upper_case(entry.method);
  // GET and HEAD have no body, whatever stands there.
  const bool may_have_body = method != "GET" && method != "HEAD";
  return read_job(context, {.method = method,
                            .url = entry.url.get(),
                            .body = may_have_body ? entry.body.get() : script::js_undefined,
                            .params = entry.params.get()});
}

// Sends jobs, at most so many at a time and so many of them to one host.
class Batch {
 public:
  Batch(VuState& vu, std::vector<std::unique_ptr<HttpJob>>& jobs)
      : vu_(vu), jobs_(jobs), running_(vu.worker.reactor) {}

  // False when the virtual user was cancelled meanwhile. All fibers have ended.
  bool run() {
    fiber::Reactor& reactor = vu_.worker.reactor;
    const Settings& settings = vu_.worker.test.settings;
    const std::size_t senders =
        std::min<std::size_t>(jobs_.size(), std::max(1, settings.batch_max));
    for (std::size_t i = 0; i < senders; ++i) {
      running_.add();
      reactor.spawn([this] {
        send_jobs();
        running_.done();
      });
    }
    if (running_.wait() == fiber::Wake::cancelled) {
      is_cancelled_ = true;
      for (fiber::Fiber* fiber : fibers_) {
        reactor.cancel(*fiber);
      }
      wait_to_the_end(reactor, running_);
    }
    return !is_cancelled_;
  }

 private:
  void send_jobs() {
    fiber::Reactor& reactor = vu_.worker.reactor;
    fiber::Fiber* const self = &reactor.current();
    fibers_.push_back(self);
    while (!is_cancelled_) {
      HttpJob* job = take_next();
      if (job == nullptr && is_exhausted()) {
        break;
      }
      if (job == nullptr) {
        reactor.suspend();  // until a request to a crowded host has ended
        continue;
      }
      run_job(vu_, *job);
      --under_way_[job->request.url.host];
      for (fiber::Fiber* fiber : fibers_) {
        reactor.wake(*fiber);
      }
    }
    std::erase(fibers_, self);
  }

  bool is_exhausted() const { return taken_count_ == jobs_.size(); }

  // The first that may go now.
  HttpJob* take_next() {
    is_taken_.resize(jobs_.size());
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      if (!is_taken_[i] && has_room(*jobs_[i])) {
        is_taken_[i] = true;
        ++taken_count_;
        ++under_way_[jobs_[i]->request.url.host];
        return jobs_[i].get();
      }
    }
    return nullptr;
  }

  bool has_room(const HttpJob& job) const {
    const int limit = vu_.worker.test.settings.batch_per_host_max;
    const auto found = under_way_.find(job.request.url.host);
    return limit <= 0 || found == under_way_.end() || found->second < limit;
  }

  VuState& vu_;
  std::vector<std::unique_ptr<HttpJob>>& jobs_;
  fiber::WaitGroup running_;
  std::vector<fiber::Fiber*> fibers_;
  std::vector<bool> is_taken_;
  std::size_t taken_count_ = 0;
  std::map<std::string, int> under_way_;  // by host
  bool is_cancelled_ = false;
};

// The responses under the keys of what was asked; an exception as soon as one throws.
JSValue responses_of(JSContext* context, std::vector<std::unique_ptr<HttpJob>>& jobs,
                     const std::vector<std::string>& keys, bool is_array) {
  const JSValue responses = is_array ? JS_NewArray(context) : JS_NewObject(context);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const JSValue response = finish_job(context, *jobs[i]);
    if (JS_IsException(response) != 0) {
      JS_FreeValue(context, responses);
      return script::js_exception;
    }
    if (is_array) {
      JS_DefinePropertyValueUint32(context, responses, static_cast<std::uint32_t>(i), response,
                                   JS_PROP_C_W_E);
    } else {
      JS_DefinePropertyValueStr(context, responses, keys[i].c_str(), response, JS_PROP_C_W_E);
    }
  }
  return responses;
}

}  // namespace

JSValue batch(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  VuState& vu = vu_of(context);
  if (vu.phase == Phase::init) {
    return script::throw_error(context, "using batch in the init context is not supported");
  }
  const Value requests = Value::borrowed(context, argc > 0 ? argv[0] : script::js_undefined);
  const auto keys =
      requests.is_object() ? requests.keys() : script::Outcome<std::vector<std::string>>();
  if (!requests.is_object() || !keys) {
    return script::throw_error(context,
                               "invalid http.batch() argument type: give it an array or "
                               "an object of requests");
  }
  std::vector<std::unique_ptr<HttpJob>> jobs;
  for (const std::string& key : *keys) {
    jobs.push_back(read_entry(context, property(requests, key.c_str())));
  }
  if (!Batch(vu, jobs).run()) {
    return vu.runtime->throw_interrupted();
  }
  return responses_of(context, jobs, *keys, requests.is_array());
}

JSValue async_request(JSContext* context, JSValueConst self, int argc, JSValueConst* argv) {
  static_cast<void>(self);
  VuState& vu = vu_of(context);
  if (vu.phase == Phase::init) {
    return script::throw_error(context,
                               "making http requests in the init context is not supported");
  }
  const auto argument = [&](int index) {
    return index < argc ? argv[index] : script::js_undefined;
  };
  const std::string method =
      upper_case(Value::borrowed(context, argument(0)).to_string().value_or("GET"));
  JSValue settlers[2];
  const JSValue promise = JS_NewPromiseCapability(context, settlers);
  if (JS_IsException(promise) != 0) {
    return promise;
  }
  // Shared because the fiber fills it in and the virtual user's fiber, later, takes it out.
  struct Call {
    std::unique_ptr<HttpJob> job;
    Value resolve;
    Value reject;
  };
  auto call = std::make_shared<Call>();
  call->job = read_job(
      context, {.method = method, .url = argument(1), .body = argument(2), .params = argument(3)});
  call->resolve = Value(context, settlers[0]);
  call->reject = Value(context, settlers[1]);
  detach_job(vu, *call->job);
  vu.loop.start([&vu, call] { run_job(vu, *call->job); },
                [context, call] {
                  const Value response(context, finish_job(context, *call->job));
                  const bool has_thrown = JS_IsException(response.get()) != 0;
                  const Value outcome(
                      context, has_thrown ? JS_GetException(context) : response.dup().release());
                  JSValueConst arguments[] = {outcome.get()};
                  const Value& settle = has_thrown ? call->reject : call->resolve;
                  JS_FreeValue(context,
                               JS_Call(context, settle.get(), script::js_undefined, 1, arguments));
                });
  return promise;
}

}  // namespace headroom::k6
