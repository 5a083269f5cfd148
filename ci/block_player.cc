// SPDX-License-Identifier: Apache-2.0
#include "ci/block_player.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "base/random.h"
#include "metrics/result_files.h"
#include "target/launch.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// A suite that takes longer for one block hangs: of the first one, whose length nobody knows, and
// then so many times as long.
constexpr std::chrono::nanoseconds kFirstBlockLimit = 10min;
constexpr std::chrono::nanoseconds kLeastBlockLimit = 1min;
constexpr int kBlockLimitFactor = 5;
constexpr auto kPoll = 20ms;
constexpr auto kSampleEvery = 1s;

// What --clamor_seed takes, the same for both blocks of a pair.
std::uint64_t SeedOf(std::uint64_t seed, int number) {
  return MixSeed(seed, static_cast<std::uint64_t>(number)) >> 11;
}

Command SuiteCommand(const BlockPlan& plan, const std::string& url, int number,
                     const std::filesystem::path& folder) {
  std::vector<std::string> words = plan.suite;
  words.push_back("--clamor_base_url=" + url);
  words.push_back("--clamor_duration=" + plan.block);
  words.push_back(fmt::format("--clamor_seed={}", SeedOf(plan.seed, number)));
  words.push_back("--clamor_out=" + folder.string());
  Command command = ProgramCommand(std::move(words));
  command.environment.emplace_back("GITHUB_STEP_SUMMARY", "");     // is the whole run's
  command.environment.emplace_back("CLAMOR_DURATION_SCALE", "1");  // a block is as long as it is
  return command;
}

}  // namespace

BlockPlayer::BlockPlayer(const BlockPlan& plan, Guard& guard, const StopFlag& stop)
    : plan_(plan),
      guard_(guard),
      stop_(stop),
      base_(plan.base, plan.ready, plan.out / "base.server.log", guard),
      head_(plan.head, plan.ready, plan.out / "head.server.log", guard),
      limit_(kFirstBlockLimit) {}

std::vector<RunData> BlockPlayer::Play(Side side, int number) {
  const std::filesystem::path folder = BlockFolder(plan_.out, side, number);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  ServerLevels levels;
  RunSuite(side, number, folder, levels);
  if (stop_ != 0) return {};
  std::vector<RunData> runs = ReadBlock(plan_.out, side, number);
  if (levels.cores.empty()) return runs;
  for (RunData& run : runs) {
    run.gauges.push_back({Gauge::kServerCores, levels.cores});
    run.gauges.push_back({Gauge::kServerRss, levels.resident_bytes});
    WriteResultFile(folder, run);
  }
  return runs;
}

void BlockPlayer::RunSuite(Side side, int number, const std::filesystem::path& folder,
                           ServerLevels& levels) {
  BuildServer& server = ServerOf(side);
  ServerLevels before;
  server.Sample(before);
  LaunchedServer suite(SuiteCommand(plan_, server.url(), number, folder), plan_.out / "suite.log",
                       guard_);
  const auto begun = Clock::now();
  auto sample_at = begun + kSampleEvery;
  while (!suite.HasExited() && stop_ == 0 && Clock::now() < begun + limit_) {
    std::this_thread::sleep_for(kPoll);
    if (Clock::now() < sample_at) continue;
    server.Sample(levels);
    sample_at += kSampleEvery;
  }
  limit_ = std::min(limit_, std::max(kLeastBlockLimit, kBlockLimitFactor * (Clock::now() - begun)));
  last_suite_ = suite.HowItEnded() + suite.LogEnd();
}

std::optional<std::string> BlockPlayer::WhichServerEnded() {
  for (const Side side : {Side::kBase, Side::kHead}) {
    if (const auto how = ServerOf(side).HowItEnded()) {
      return fmt::format("{}'s server {}", NameOf(side), *how);
    }
  }
  return std::nullopt;
}

}  // namespace clamor
