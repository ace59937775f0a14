#include "load/stripes.h"

#include <set>

#include <gtest/gtest.h>

#include "kit/random.h"

namespace headroom::load {
namespace {

Stripes stripes(std::string_view segment, std::string_view sequence = "") {
  auto made = Stripes::of(*parse_segment(segment), *parse_segment_sequence(sequence));
  EXPECT_TRUE(made) << segment << " in " << sequence;
  return made ? *made : Stripes();
}

// k6's form: the distances from one number to the next, until they repeat.
std::vector<std::uint64_t> distances(const Stripes& part) {
  std::vector<std::uint64_t> all;
  for (std::uint64_t i = 0; i < part.count_in_cycle(); ++i) {
    all.push_back(part.at(i + 1) - part.at(i));
  }
  return all;
}

struct Dealing {
  std::string_view sequence;
  std::string_view segment;
  std::uint64_t first;
  std::vector<std::uint64_t> distances;
  std::uint64_t cycle;
};

// Source: the table of k6's lib/execution_segment_test.go.
TEST(Stripes, AreThoseOfK6) {
  constexpr std::string_view seven = "0,0.3,0.5,0.6,0.7,0.8,0.9,1";
  constexpr std::string_view others = "0,0.2,0.5,0.6,0.7,0.8,0.9,1";
  const Dealing dealings[] = {
      {seven, "0:0.3", 0, {4, 3, 3}, 10},
      {seven, "0.3:0.5", 1, {4, 6}, 10},
      {seven, "0.5:0.6", 2, {10}, 10},
      {seven, "0.6:0.7", 3, {10}, 10},
      {seven, "0.8:0.9", 8, {10}, 10},
      {seven, "0.9:1", 9, {10}, 10},
      {others, "0.9:1", 9, {10}, 10},
      {others, "0:0.2", 1, {4, 6}, 10},
      {others, "0.6:0.7", 3, {10}, 10},
      // The rest of the whole is a part too.
      {"0,0.2,0.5", "0:0.2", 3, {6, 4}, 10},
      {"0,0.2,0.5", "0.2:0.5", 1, {4, 2, 4}, 10},
      {"0,2/5,4/5", "0:2/5", 0, {3, 2}, 5},
      {"0,2/5,4/5", "2/5:4/5", 1, {3, 2}, 5},
      // Without a sequence, the segment and its two sides are one.
      {"", "0:0.2", 1, {5}, 5},
      {"", "0:1/5", 1, {5}, 5},
      {"", "0:2/10", 1, {5}, 5},
      {"", "0:0.4", 1, {2, 3}, 5},
      {"", "0:4/10", 1, {2, 3}, 5},
      {"", "2/5:4/5", 1, {3, 2}, 5},
      {"", "1/10:5/10", 1, {2, 2, 4, 2}, 10},
      // Halves and quarters, the example of k6's documentation.
      {"0,1/2,3/4,1", "0:1/2", 0, {2, 2}, 4},
      {"0,1/2,3/4,1", "1/2:3/4", 1, {4}, 4},
      {"0,1/2,3/4,1", "3/4:1", 3, {4}, 4},
  };
  for (const Dealing& each : dealings) {
    const Stripes part = stripes(each.segment, each.sequence);

    EXPECT_EQ(part.at(0), each.first) << each.segment << " in " << each.sequence;
    EXPECT_EQ(distances(part), each.distances) << each.segment << " in " << each.sequence;
    EXPECT_EQ(part.cycle(), each.cycle) << each.segment << " in " << each.sequence;
  }
}

TEST(Stripes, CycleIsTheLeastCommonDenominatorOfTheLengths) {
  EXPECT_EQ(stripes("0:1/3", "0,1/3,5/6").cycle(), 6);
  EXPECT_EQ(stripes("0:1/3", "0,1/3,4/7").cycle(), 21);
}

struct Scaling {
  std::string_view segment;
  std::uint64_t fitted_to;  // 0: as it is
  std::uint64_t whole;
  std::uint64_t part;
};

// Source: the same file of k6's.
TEST(Stripes, ScaleAsK6) {
  const Scaling scalings[] = {
      {"0:1/3", 0, 50, 17},    {"0:1/3", 0, 3, 1},      {"0:1/3", 0, 2, 1},
      {"0:1/3", 0, 1, 1},      {"0:1/3", 0, 0, 0},      {"0:1/3", 50, 50, 17},
      {"0:1/3", 50, 1, 1},     {"0:1/3", 20, 50, 18},   {"0:1/3", 20, 1, 1},
      {"0:1/3", 3, 50, 17},    {"0:1/3", 2, 50, 25},    {"0:1/3", 1, 50, 50},
      {"1/3:2/3", 0, 50, 17},  {"1/3:2/3", 0, 3, 1},    {"1/3:2/3", 0, 2, 1},
      {"1/3:2/3", 0, 1, 0},    {"1/3:2/3", 50, 50, 17}, {"1/3:2/3", 50, 1, 0},
      {"1/3:2/3", 20, 50, 17}, {"1/3:2/3", 2, 50, 25},  {"2/3:1", 0, 50, 16},
      {"2/3:1", 0, 3, 1},      {"2/3:1", 0, 2, 0},      {"2/3:1", 50, 50, 16},
      {"2/3:1", 20, 50, 15},   {"2/3:1", 3, 50, 16},
  };
  for (const Scaling& each : scalings) {
    Stripes part = stripes(each.segment, "0,1/3,2/3,1");
    if (each.fitted_to > 0) {
      part = part.fitted_to(each.fitted_to)->value();
    }
    EXPECT_EQ(part.scale(each.whole), each.part)
        << each.segment << " fitted to " << each.fitted_to << ": " << each.whole;
  }
  EXPECT_EQ(stripes("0:7/20", "0,7/20,7/10,1").scale(50), 18);
}

TEST(Stripes, HaveNothingToFitWhenThePartGetsNone) {
  EXPECT_FALSE(stripes("2/3:1", "0,1/3,2/3,1").fitted_to(2)->has_value());
  EXPECT_FALSE(stripes("1/3:2/3", "0,1/3,2/3,1").fitted_to(1)->has_value());
  EXPECT_FALSE(stripes("0:1/3", "0,1/3,2/3,1").fitted_to(0)->has_value());
}

TEST(Stripes, OfTheWholeAreAllNumbers) {
  const Stripes whole;

  EXPECT_TRUE(whole.is_whole());
  EXPECT_TRUE(stripes("0:1").is_whole());
  EXPECT_EQ(whole.scale(50), 50);
  EXPECT_EQ(whole.at(49), 49);
  EXPECT_EQ(whole.share(), 1);
  EXPECT_EQ(whole.fitted_to(7)->value().scale(50), 50);
}

TEST(Stripes, AreRefusedWhereTheyMakeNoSense) {
  const auto error = [](std::string_view segment, std::string_view sequence) {
    const auto made = Stripes::of(*parse_segment(segment), *parse_segment_sequence(sequence));
    return made ? std::string() : made.error().text();
  };

  EXPECT_EQ(error("0:1/2", "0,1/3,2/3,1"), "couldn't find segment 0:1/2 in sequence 0,1/3,2/3,1");
  EXPECT_EQ(error("0:0.33333333", ""),
            "execution segment sequence 0,33333333/100000000,1 is too finely divided; write "
            "simple fractions, such as 1/3 and not 0.33333333");
  EXPECT_EQ(error("0:1/9999991", "0,1/9999991,1/9999973,1").substr(0, 26),
            "execution segment sequence");
  const auto fitted = stripes("0:1/3").fitted_to(1'000'000'007);
  ASSERT_FALSE(fitted);
  EXPECT_EQ(fitted.error().text(),
            "the division of 1000000007 virtual users is too finely divided; write simple "
            "fractions, such as 1/3 and not 0.33333333");
}

// Consecutive parts of random lengths, from 0 to 1.
SegmentSequence random_sequence(kit::Random& random) {
  const std::uint64_t count = 1 + random.next_below(9);
  std::vector<std::int64_t> ends{0};
  for (std::uint64_t i = 0; i < count; ++i) {
    ends.push_back(ends.back() + 1 + static_cast<std::int64_t>(random.next_below(count)));
  }
  SegmentSequence sequence;
  for (std::size_t i = 1; i < ends.size(); ++i) {
    sequence.push_back({.from = *Fraction::of(ends[i - 1], ends.back()),
                        .to = *Fraction::of(ends[i], ends.back())});
  }
  return sequence;
}

std::vector<Stripes> parts_of(const SegmentSequence& sequence) {
  std::vector<Stripes> parts;
  for (const Segment& segment : sequence) {
    parts.push_back(*Stripes::of(segment, sequence));
  }
  return parts;
}

// How many of the numbers below `whole` some part has; none twice.
void expect_all_once(const std::vector<Stripes>& parts, std::uint64_t whole) {
  std::set<std::uint64_t> seen;
  for (const Stripes& part : parts) {
    const std::uint64_t count = part.scale(whole);
    for (std::uint64_t i = 0; i < count; ++i) {
      EXPECT_TRUE(seen.insert(part.at(i)).second) << part.at(i) << " falls to two parts";
    }
    EXPECT_GE(part.at(count), whole);
  }
  EXPECT_EQ(seen.size(), whole);
  EXPECT_TRUE(seen.empty() || *seen.rbegin() == whole - 1);
}

class StripesAtRandom : public testing::TestWithParam<std::uint64_t> {};

TEST_P(StripesAtRandom, GiveEveryNumberToOnePart) {
  kit::Random random(GetParam());
  const SegmentSequence sequence = random_sequence(random);
  SCOPED_TRACE(text_of(sequence));

  expect_all_once(parts_of(sequence), random.next_below(500));
}

TEST_P(StripesAtRandom, GiveEveryNumberToOnePartWhenFitted) {
  kit::Random random(GetParam());
  const SegmentSequence sequence = random_sequence(random);
  const std::uint64_t value = 1 + random.next_below(40);
  SCOPED_TRACE(text_of(sequence) + " fitted to " + std::to_string(value));
  std::vector<Stripes> fitted;
  for (const Stripes& part : parts_of(sequence)) {
    auto made = part.fitted_to(value);
    ASSERT_EQ(made->has_value(), part.scale(value) > 0);
    if (made->has_value()) {
      EXPECT_EQ((*made)->scale(value), part.scale(value));
      fitted.push_back(std::move(**made));
    }
  }

  expect_all_once(fitted, random.next_below(500));
}

TEST_P(StripesAtRandom, StayWithinOneOfTheirShare) {
  kit::Random random(GetParam());
  const SegmentSequence sequence = random_sequence(random);
  SCOPED_TRACE(text_of(sequence));
  for (const Stripes& part : parts_of(sequence)) {
    EXPECT_EQ(part.scale(part.cycle() * 1'000'000'000),
              part.count_in_cycle() * std::uint64_t{1'000'000'000});
    std::uint64_t before = 0;
    for (std::uint64_t whole = 1; whole <= 2 * part.cycle(); ++whole) {
      const std::uint64_t now = part.scale(whole);
      EXPECT_TRUE(now == before || now == before + 1) << whole;
      EXPECT_LT(static_cast<double>(now), static_cast<double>(whole) * part.share() + 1);
      before = now;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, StripesAtRandom, testing::Range<std::uint64_t>(1, 101));

}  // namespace
}  // namespace headroom::load
