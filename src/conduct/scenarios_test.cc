// Scenarios beside and after one another, as a script writes them, under the
// simulated clock: when each starts, what it calls, its env and tags, and which
// virtual users they share.
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <unistd.h>

#include "conduct/load_run.h"
#include "k6/test.h"

namespace headroom::conduct {
namespace {

using namespace kit::literals;

constexpr const char* script_text = R"(
import exec from 'k6/execution';
import { sleep } from 'k6';

export const options = {
  scenarios: {
    browse: {
      executor: 'ramping-vus', startVUs: 0, gracefulRampDown: '0s', gracefulStop: '0s',
      stages: [{ duration: '2s', target: 2 }, { duration: '2s', target: 0 }],
      env: { ROLE: 'browser' }, tags: { kind: 'page' },
    },
    order: {
      executor: 'per-vu-iterations', vus: 3, maxDuration: '2s', gracefulStop: '0s',
      startTime: '4s', exec: 'order', env: { ROLE: 'buyer' }, tags: { kind: 'api' },
    },
    beat: {
      executor: 'ramping-arrival-rate', startRate: 1, stages: [{ duration: '2500ms', target: 1 }],
      preAllocatedVUs: 1, startTime: '1s', gracefulStop: '0s', exec: 'beat', tags: { kind: 'api' },
    },
  },
  thresholds: {
    'iterations{kind:page}': ['count==4'],
    'iterations{kind:api}': ['count==5'],
    'iterations{scenario:order}': ['count==3'],
    'iterations{scenario:beat}': ['count==2'],
  },
};

function say(what) {
  console.log(`${what} ${exec.scenario.name} ${exec.scenario.executor} ${__ENV.ROLE} ${__VU}`);
}
export default function () { say('browses'); sleep(0.9); }
export function order() { say('orders'); sleep(0.5); }
export function beat() { say('beats'); sleep(0.1); }
)";

// A file for as long as it lives.
class ScriptFile {
 public:
  explicit ScriptFile(const char* text)
      : path_(testing::TempDir() + "headroom-" + std::to_string(getpid()) + ".js") {
    std::ofstream(path_) << text;
  }
  ~ScriptFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Said {
  double at = 0;  // seconds after the run's start, about
  std::string words;
  std::string vu;
};

struct Conducted {
  kit::Result<LoadRunOutcome> outcome = kit::failure("not run");
  std::vector<Said> said;
};

Conducted conduct(const std::string& script_path) {
  Conducted result;
  kit::SimulatedClock clock;
  kit::Instant start;
  auto reactor = fiber::Reactor::make_simulated(clock);
  log::Logger logger(clock, log::null_sink());
  log::Logger console(clock,
                      [&](std::string_view line) {
                        const std::string text(line.substr(0, line.find_last_not_of('\n') + 1));
                        const std::size_t space = text.rfind(' ');
                        result.said.push_back({(clock.now() - start).in_seconds(),
                                               text.substr(0, space), text.substr(space + 1)});
                      },
                      {.format = log::Format::raw});
  StopRequest stop;
  reactor->spawn([&] {
    auto script = k6::Test::load({.script_path = script_path}, *reactor, logger, console);
    ASSERT_TRUE(script) << script.error().text();
    metrics::Recorder recorder((*script)->catalog());
    start = clock.now();
    result.outcome = run_load_on({.test = **script,
                                  .control = *reactor,
                                  .logger = logger,
                                  .facts = {.script = "s.js"},
                                  .stop = &stop,
                                  .on_progress = {},
                                  .on_record = {}},
                                 {{.reactor = *reactor, .recorder = recorder, .index = 0}});
  });
  reactor->run();
  return result;
}

TEST(Scenarios, RunBesideAndAfterOneAnotherOnSharedVirtualUsers) {
  const ScriptFile script(script_text);

  const Conducted run = conduct(script.path());

  ASSERT_TRUE(run.outcome) << run.outcome.error().text();
  const run::Record& record = run.outcome->record;
  EXPECT_TRUE(run::crossed_metrics(record).empty()) << *run::crossed_metrics(record).begin();
  // Two of browse beside one of beat; then the same three order.
  EXPECT_EQ(record.facts.vus_max, 3);
  EXPECT_EQ(record.facts.iterations_complete, 9);
  EXPECT_EQ(record.facts.iterations_interrupted, 2);  // of browse, one at each step down

  std::map<std::string, std::vector<double>> times;
  std::map<std::string, std::set<std::string>> vus;
  for (const Said& said : run.said) {
    times[said.words].push_back(said.at);
    vus[said.words].insert(said.vu);
  }
  const std::map<std::string, std::vector<double>> expected{
      {"browses browse ramping-vus browser", {1, 1.9, 2, 2.8, 2.9, 3.7}},
      {"beats beat ramping-arrival-rate undefined", {2, 3}},
      {"orders order per-vu-iterations buyer", {4, 4, 4}},
  };
  ASSERT_EQ(times.size(), expected.size());
  for (const auto& [words, at] : expected) {
    ASSERT_EQ(times[words].size(), at.size()) << words;
    for (std::size_t i = 0; i < at.size(); ++i) {
      EXPECT_NEAR(times[words][i], at[i], 0.05) << words;  // with the run's lead
    }
  }
  EXPECT_EQ(vus["orders order per-vu-iterations buyer"], (std::set<std::string>{"1", "2", "3"}));
}

}  // namespace
}  // namespace headroom::conduct
