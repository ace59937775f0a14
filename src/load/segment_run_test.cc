// A test run by segments: the known answers of each executor for the whole and
// for each third, and that the thirds together are the whole. Prints its table.
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <set>

#include "load/load_fake.h"

namespace headroom::load {
namespace {

using namespace kit::literals;
using Numbers = std::vector<std::uint64_t>;

constexpr std::string_view thirds = "0,1/3,2/3,1";

// What came of running a segment.
struct PartOutcome {
  bool has_work = false;
  Numbers vus;         // ids in the test, ascending
  Numbers iterations;  // numbers in the test, ascending
  Numbers starts_ms;   // ascending
  std::uint64_t dropped = 0;
};

Stripes stripes(std::string_view segment) {
  return *Stripes::of(*parse_segment(segment), *parse_segment_sequence(thirds));
}

PartOutcome run_part(const ExecutorConfig& executor, const Stripes& stripes, std::size_t workers) {
  PartOutcome part;
  const Scenario scenario = *part_of({.name = "s", .executor = executor}, stripes);
  part.has_work = has_work(scenario);
  if (!part.has_work) {
    return part;
  }
  std::set<std::uint64_t> vus;
  SimulatedRun* running = nullptr;
  SimulatedRun run(
      {scenario},
      [&](const FakeIteration& iteration) {
        vus.insert(iteration.vu_in_test);
        part.iterations.push_back(iteration.context.iteration_in_test);
        part.starts_ms.push_back(
            static_cast<std::uint64_t>(running->elapsed().in_nanoseconds() / 1'000'000));
        return iteration.sleep(500_ms);
      },
      workers, {}, stripes);
  running = &run;
  part.dropped = run.run().progress.dropped;
  part.vus.assign(vus.begin(), vus.end());
  std::sort(part.iterations.begin(), part.iterations.end());
  std::sort(part.starts_ms.begin(), part.starts_ms.end());
  return part;
}

// "0 3 6 9", and how many more after the first of them.
std::string text_of(const Numbers& numbers) {
  constexpr std::size_t shown_max = 9;
  std::string text;
  for (std::size_t i = 0; i < std::min(shown_max, numbers.size()); ++i) {
    text += (i == 0 ? "" : " ") + std::to_string(numbers[i]);
  }
  return numbers.size() > shown_max ? text + " +" + std::to_string(numbers.size() - shown_max)
                                    : text;
}

void print_row(const char* executor, const char* segment, const PartOutcome& part) {
  std::printf("  %-28s %-8s %4zu %-18s %4zu %-30s %s\n", executor, segment, part.vus.size(),
              text_of(part.vus).c_str(), part.iterations.size(), text_of(part.iterations).c_str(),
              text_of(part.starts_ms).c_str());
}

void print_head() {
  std::printf("\n  %-28s %-8s %4s %-18s %4s %-30s %s\n", "executor", "segment", "VUs",
              "ids in test", "iter", "iterations in test", "starts (ms)");
}

struct Known {
  std::size_t vus = 0;
  std::size_t iterations = 0;
};

struct Case {
  const char* name;
  ExecutorConfig executor;
  Known whole;
  std::array<Known, 3> parts;
  bool numbers_have_no_gap;  // of iterations in the test
};

class SegmentRun : public testing::TestWithParam<Case> {};

TEST_P(SegmentRun, GivesTheKnownAnswerAndThirdsAddUpToTheWhole) {
  const Case& row = GetParam();
  for (const std::size_t workers : {3, 2, 1}) {
    SCOPED_TRACE(std::to_string(workers) + " workers");
    const PartOutcome whole = run_part(row.executor, Stripes(), workers);
    EXPECT_EQ(whole.vus.size(), row.whole.vus);
    EXPECT_EQ(whole.iterations.size(), row.whole.iterations);
    PartOutcome sum;
    std::array<PartOutcome, 3> parts;
    constexpr std::array segments = {"0:1/3", "1/3:2/3", "2/3:1"};
    for (std::size_t i = 0; i < parts.size(); ++i) {
      parts[i] = run_part(row.executor, stripes(segments[i]), workers);
      const PartOutcome& part = parts[i];
      EXPECT_EQ(part.vus.size(), row.parts[i].vus) << segments[i];
      EXPECT_EQ(part.iterations.size(), row.parts[i].iterations) << segments[i];
      EXPECT_EQ(part.has_work, row.parts[i].vus > 0) << segments[i];
      sum.vus.insert(sum.vus.end(), part.vus.begin(), part.vus.end());
      sum.iterations.insert(sum.iterations.end(), part.iterations.begin(), part.iterations.end());
      sum.starts_ms.insert(sum.starts_ms.end(), part.starts_ms.begin(), part.starts_ms.end());
      EXPECT_EQ(part.dropped, 0);
    }
    std::sort(sum.vus.begin(), sum.vus.end());
    std::sort(sum.iterations.begin(), sum.iterations.end());
    std::sort(sum.starts_ms.begin(), sum.starts_ms.end());

    EXPECT_EQ(sum.vus, whole.vus);
    EXPECT_EQ(sum.starts_ms, whole.starts_ms);
    EXPECT_EQ(std::adjacent_find(sum.iterations.begin(), sum.iterations.end()),
              sum.iterations.end())
        << "an iteration's number fell to two parts";
    if (row.numbers_have_no_gap) {
      EXPECT_EQ(sum.iterations, whole.iterations);
    }
    if (workers == 1) {
      print_head();
      print_row(row.name, "0:1", whole);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        print_row(row.name, segments[i], parts[i]);
      }
    }
  }
}

// An iteration takes 500 ms.
// clang-format off
INSTANTIATE_TEST_SUITE_P(Segments, SegmentRun, testing::Values(
    Case{"constant_vus", ConstantVus{.vus = 10, .duration = 2_s},
         {10, 40}, {{{4, 16}, {3, 12}, {3, 12}}}, false},
    Case{"per_vu_iterations", PerVuIterations{.vus = 4, .iterations = 3},
         {4, 12}, {{{2, 6}, {1, 3}, {1, 3}}}, false},
    Case{"shared_iterations", SharedIterations{.vus = 6, .iterations = 20},
         {6, 20}, {{{2, 7}, {2, 7}, {2, 6}}}, true},
    // Half of the virtual users do half of the iterations, not a third.
    Case{"shared_iterations_fitted", SharedIterations{.vus = 4, .iterations = 10},
         {4, 10}, {{{2, 5}, {1, 3}, {1, 2}}}, true},
    Case{"shared_iterations_by_two", SharedIterations{.vus = 2, .iterations = 9},
         {2, 9}, {{{1, 5}, {1, 4}, {0, 0}}}, true},
    // They come at 0.5, 1, 1.5 and 2 s and go at 2.5, 3, 3.5 and 4 s, the last first.
    Case{"ramping_vus", RampingVus{.start_vus = 0, .stages = {{2_s, 4}, {2_s, 0}}},
         {4, 16}, {{{2, 8}, {1, 5}, {1, 3}}}, false},
    Case{"arrival_rate", ConstantArrivalRate{.rate = 10, .duration = 1_s, .preallocated_vus = 6, .max_vus = 6},
         {6, 11}, {{{2, 4}, {2, 4}, {2, 3}}}, true},
    // Within 250 ms: all virtual users are needed.
    Case{"ramping_arrival_rate", RampingArrivalRate{.stages = {{250_ms, 48}}, .preallocated_vus = 6, .max_vus = 6},
         {6, 6}, {{{2, 2}, {2, 2}, {2, 2}}}, true},
    Case{"arrival_rate_fitted", ConstantArrivalRate{.rate = 7, .duration = 1_s, .preallocated_vus = 4, .max_vus = 4},
         {4, 8}, {{{2, 4}, {1, 2}, {1, 2}}}, true}),
    [](const auto& param) { return std::string(param.param.name); });
// clang-format on

TEST(SegmentRun, NumbersAddedVirtualUsersOverTheTestToo) {
  const ConstantArrivalRate executor{
      .rate = 30, .duration = 1_s, .preallocated_vus = 1, .max_vus = 6};

  const PartOutcome first = run_part(executor, stripes("0:1/3"), 1);
  const PartOutcome second = run_part(executor, stripes("1/3:2/3"), 1);

  EXPECT_EQ(first.vus, (Numbers{1, 4}));   // one of them is planned
  EXPECT_EQ(second.vus, (Numbers{2, 5}));  // none is
}

TEST(SegmentRun, EndsAtOnceWithoutAnyWork) {
  SimulatedRun run({}, sleeping(1_s));

  const RunOutcome outcome = run.run();

  EXPECT_EQ(outcome.end, RunEnd::finished);
  EXPECT_EQ(outcome.progress.completed, 0);
  EXPECT_EQ(outcome.progress.max_vus, 0);
}

}  // namespace
}  // namespace headroom::load
