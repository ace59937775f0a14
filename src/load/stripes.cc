#include "load/stripes.h"

#include <algorithm>
#include <numeric>

#include "kit/assert.h"

namespace headroom::load {

namespace {

// A table of 40 MB, dealt in less than a second.
constexpr std::uint64_t cycle_max = 10'000'000;
constexpr std::uint64_t dealing_steps_max = 300'000'000;

std::unexpected<kit::Error> too_fine(const std::string& what) {
  return kit::failure(what + " is too finely divided; write simple fractions, such as 1/3 and " +
                      "not 0.33333333");
}

// The least common multiple of the denominators; 0 when it is too much.
std::uint64_t cycle_of(const std::vector<Fraction>& lengths) {
  std::uint64_t cycle = 1;
  for (const Fraction& length : lengths) {
    const auto denominator = static_cast<std::uint64_t>(length.denominator());
    if (denominator > cycle_max) {
      return 0;
    }
    cycle = std::lcm(cycle, denominator);
    if (cycle > cycle_max) {
      return 0;
    }
  }
  return cycle;
}

// One part while numbers are dealt.
struct Player {
  std::size_t part = 0;
  std::uint64_t count = 0;  // that it gets in a cycle
  std::uint64_t taken = 0;
};

// The longest first; of equal ones the first in the sequence.
std::vector<Player> players_of(const std::vector<Fraction>& lengths, std::uint64_t cycle) {
  std::vector<Player> players;
  for (std::size_t part = 0; part < lengths.size(); ++part) {
    const auto numerator = static_cast<std::uint64_t>(lengths[part].numerator());
    const auto denominator = static_cast<std::uint64_t>(lengths[part].denominator());
    players.push_back({.part = part, .count = numerator * (cycle / denominator)});
  }
  std::stable_sort(players.begin(), players.end(), [](const Player& left, const Player& right) {
    return left.count > right.count;
  });
  return players;
}

}  // namespace

kit::Result<Stripes> Stripes::of(const Segment& segment, const SegmentSequence& sequence) {
  const SegmentSequence whole = whole_sequence(segment, sequence);
  const auto found = std::find(whole.begin(), whole.end(), segment);
  if (found == whole.end()) {
    return kit::failure("couldn't find segment " + segment.text() + " in sequence " +
                        text_of(whole));
  }
  std::vector<Fraction> lengths;
  for (const Segment& part : whole) {
    const auto length = difference(part.to, part.from);
    if (!length) {
      return too_fine("execution segment sequence " + text_of(whole));
    }
    lengths.push_back(*length);
  }
  auto stripes = deal(lengths, static_cast<std::size_t>(found - whole.begin()));
  return stripes ? std::move(stripes) : too_fine("execution segment sequence " + text_of(whole));
}

// Number by number, to the first part for which it is time: whose share of the
// numbers so far is not more than its length says.
kit::Result<Stripes> Stripes::deal(const std::vector<Fraction>& lengths, std::size_t part) {
  const std::uint64_t cycle = cycle_of(lengths);
  if (cycle == 0 || cycle * lengths.size() > dealing_steps_max) {
    return kit::failure("too finely divided");
  }
  if (lengths.size() == 1) {
    return Stripes();
  }
  Table table{.cycle = cycle, .offsets = std::vector<std::vector<std::uint32_t>>(lengths.size())};
  std::vector<Player> players = players_of(lengths, cycle);
  for (const Player& player : players) {
    table.offsets[player.part].reserve(player.count);
  }
  for (std::uint64_t number = 0; number < cycle; ++number) {
    const auto next = std::find_if(players.begin(), players.end(), [&](const Player& player) {
      return player.taken * cycle <= number * player.count;
    });
    HEADROOM_ASSERT(next != players.end());
    ++next->taken;
    table.offsets[next->part].push_back(static_cast<std::uint32_t>(number));
  }
  Stripes stripes;
  stripes.table_ = std::make_shared<const Table>(std::move(table));
  stripes.part_ = part;
  return stripes;
}

std::uint64_t Stripes::scale_for(std::size_t part, std::uint64_t whole) const {
  if (is_whole()) {
    return whole;
  }
  const std::vector<std::uint32_t>& offsets = table_->offsets[part];
  const auto rest = std::lower_bound(offsets.begin(), offsets.end(), whole % table_->cycle);
  return whole / table_->cycle * offsets.size() +
         static_cast<std::uint64_t>(rest - offsets.begin());
}

std::uint64_t Stripes::at(std::uint64_t index) const {
  if (is_whole()) {
    return index;
  }
  const std::vector<std::uint32_t>& own = table_->offsets[part_];
  return index / own.size() * table_->cycle + own[index % own.size()];
}

double Stripes::share() const {
  return static_cast<double>(count_in_cycle()) / static_cast<double>(cycle());
}

std::uint64_t Stripes::cycle() const {
  return is_whole() ? 1 : table_->cycle;
}

std::uint64_t Stripes::count_in_cycle() const {
  return is_whole() ? 1 : table_->offsets[part_].size();
}

kit::Result<std::optional<Stripes>> Stripes::fitted_to(std::uint64_t value) const {
  if (value == 0 || scale(value) == 0) {
    return std::nullopt;
  }
  if (value % cycle() == 0) {
    return *this;
  }
  std::vector<Fraction> lengths;
  std::size_t fitted_part = 0;
  for (std::size_t part = 0; part < table_->offsets.size(); ++part) {
    const std::uint64_t count = scale_for(part, value);
    const auto length = Fraction::of(count, value);
    if (!length) {
      return too_fine("the division of " + std::to_string(value) + " virtual users");
    }
    if (count > 0) {
      fitted_part = part == part_ ? lengths.size() : fitted_part;
      lengths.push_back(*length);
    }
  }
  auto fitted = deal(lengths, fitted_part);
  if (!fitted) {
    return too_fine("the division of " + std::to_string(value) + " virtual users");
  }
  return std::optional<Stripes>(std::move(*fitted));
}

}  // namespace headroom::load
