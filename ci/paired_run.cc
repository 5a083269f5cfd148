// SPDX-License-Identifier: Apache-2.0
#include "ci/paired_run.h"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "base/random.h"
#include "metrics/regression/paired_blocks.h"
#include "reporters/regression/change_words.h"

namespace clamor {
namespace {

constexpr int kWarmUp = 0;  // the number of the pair that does not count
constexpr int kMostLostInARow = 3;
constexpr std::uint64_t kOrderStream = ~std::uint64_t{0};  // pairs have their numbers' streams

Side Other(Side side) { return side == Side::kBase ? Side::kHead : Side::kBase; }

// Why a pair is not believed; empty: it is.
std::string WhyLost(const std::vector<RunData>& runs, Side side) {
  if (runs.empty()) return fmt::format("{}'s block left no result", NameOf(side));
  for (const RunData& run : runs) {
    const std::string why = WhyNotJudged(run);
    if (!why.empty()) return fmt::format("{}, {}: {}", NameOf(side), NameInComparison(run), why);
  }
  return "";
}

class PairedSession {
 public:
  PairedSession(const BlockPlan& plan, const RegressionRules& rules, Guard& guard,
                const StopFlag& stop)
      : plan_(plan), rules_(rules), stop_(stop), player_(plan, guard, stop), blocks_(rules) {
    record_.seed = plan.seed;
    record_.base_commit = plan.base_commit;
    record_.head_commit = plan.head_commit;
    blocks_.NameCommits(plan.base_commit, plan.head_commit);
    record_.rules = rules;
  }

  void WarmUp() {
    for (const Side side : {Side::kBase, Side::kHead}) {
      const bool has_results = !player_.Play(side, kWarmUp).empty();
      std::filesystem::remove_all(BlockFolder(plan_.out, side, kWarmUp));
      if (has_results || stop_ != 0) continue;
      throw std::runtime_error(fmt::format("{} left no result of a load test against {}: it {}",
                                           plan_.suite.front(), NameOf(side),
                                           player_.last_suite()));
    }
  }

  // Gives why it was thrown away; empty: it counts.
  std::string Take(int number, Side first) {
    std::vector<RunData> of_first = player_.Play(first, number);
    std::vector<RunData> of_second = player_.Play(Other(first), number);
    if (stop_ != 0) return "";
    const bool base_first = first == Side::kBase;
    const std::vector<RunData>& base = base_first ? of_first : of_second;
    const std::vector<RunData>& head = base_first ? of_second : of_first;
    std::string lost = WhyLost(base, Side::kBase);
    if (lost.empty()) lost = WhyLost(head, Side::kHead);
    if (lost.empty()) {
      blocks_.Add(base, head);
    } else {
      blocks_.Lose(number, lost);
    }
    record_.pairs.push_back({number, first, lost});
    lost_in_a_row_ = lost.empty() ? 0 : lost_in_a_row_ + 1;
    if (lost_in_a_row_ == kMostLostInARow) {
      AddCaution(
          fmt::format("It ended early: {} pairs in a row were thrown away, the last because {}",
                      kMostLostInARow, lost));
    }
    if (const auto ended = player_.WhichServerEnded()) {
      record_.server_ended = *ended;
      blocks_.EndServer(*ended);
    }
    WriteRecord(plan_.out, record_);
    return lost;
  }

  bool MustEnd() const {
    return stop_ != 0 || !record_.server_ended.empty() || lost_in_a_row_ == kMostLostInARow;
  }
  std::size_t pairs() const { return blocks_.pairs(); }
  BuildComparison Compare() { return blocks_.Compare(); }

 private:
  void AddCaution(const std::string& sentence) {
    record_.cautions.push_back(sentence);
    blocks_.Caution(sentence);
  }

  const BlockPlan& plan_;
  const RegressionRules& rules_;
  const StopFlag& stop_;
  BlockPlayer player_;
  PairedBlocks blocks_;
  PairedRecord record_;
  int lost_in_a_row_ = 0;
};

}  // namespace

BuildComparison RunPairs(const BlockPlan& plan, const RegressionRules& rules, Guard& guard,
                         const StopFlag& stop,
                         const std::function<void(const std::string&)>& tell) {
  PairedSession session(plan, rules, guard, stop);
  session.WarmUp();
  const auto planned = static_cast<std::size_t>(rules.planned_pairs);
  const auto per_look = static_cast<std::size_t>(rules.pairs_per_look);
  const std::vector<Side> first = OrderOfPairs(planned + planned / 2, plan.seed);
  for (std::size_t i = 0; i < first.size() && session.pairs() < planned; ++i) {
    const int number = static_cast<int>(i) + 1;
    const std::string lost = session.Take(number, first[i]);
    if (session.MustEnd()) break;
    if (!lost.empty()) {
      tell(fmt::format("pair {} is thrown away: {}", number, lost));
    } else if (session.pairs() % per_look == 0) {
      const BuildComparison comparison = session.Compare();
      tell(fmt::format("{} pairs: {}", session.pairs(), HeadlineOf(comparison)));
      if (comparison.IsWorse()) break;
    }
  }
  return session.Compare();
}

std::vector<Side> OrderOfPairs(std::size_t pairs, std::uint64_t seed) {
  Random random(MixSeed(seed, kOrderStream));
  std::vector<Side> first;
  while (first.size() < pairs) {
    const Side side = random.Below(2) == 0 ? Side::kBase : Side::kHead;
    first.push_back(side);
    first.push_back(Other(side));
  }
  first.resize(pairs);
  return first;
}

}  // namespace clamor
