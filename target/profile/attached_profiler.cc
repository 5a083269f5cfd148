// SPDX-License-Identifier: Apache-2.0
#include "target/profile/attached_profiler.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "target/profile/run_tool.h"

namespace clamor {
namespace {

// A recording of many samples takes a while to be written.
constexpr std::chrono::seconds kWriting{60};
// A refusal comes at once: then no load needs to be sent.
constexpr std::chrono::milliseconds kRefusing{300};
constexpr std::size_t kLogLines = 10;

// What perf says where the kernel, or whoever confined us, does not let it record.
bool IsRefusal(std::string_view said) {
  constexpr std::array<std::string_view, 5> kSigns{"perf_event", "ermission", "permitted",
                                                   "not supported", "not found for kernel"};
  return std::any_of(kSigns.begin(), kSigns.end(), [said](std::string_view sign) {
    return said.find(sign) != std::string_view::npos;
  });
}

}  // namespace

AttachedProfiler::AttachedProfiler(const ProfilePlan& plan, const std::vector<pid_t>& processes,
                                   std::chrono::seconds duration, Guard& guard)
    : recording_(plan.folder / "perf.data"), duration_(duration) {
  if (plan.attach.empty()) return;
  std::filesystem::remove(recording_);  // of an earlier run
  std::vector<std::string> argv = plan.attach;
  argv.insert(argv.end(), {"-p", fmt::format("{}", fmt::join(processes, ",")), "--", "sleep",
                           std::to_string(duration.count())});
  profiler_ = std::make_unique<LaunchedServer>(ProgramCommand(std::move(argv)),
                                               plan.folder / "perf.log", guard);
  if (EndsWithin(profiler_->pid(), kRefusing)) Finish();
}

void AttachedProfiler::AwaitEnd() {
  if (profiler_ != nullptr) EndsWithin(profiler_->pid(), duration_ + kWriting);
  Finish();
}

void AttachedProfiler::Finish() {
  const std::unique_ptr<LaunchedServer> profiler = std::move(profiler_);
  if (profiler == nullptr) return;
  profiler->Stop(kWriting);
  std::error_code absent;
  if (std::filesystem::file_size(recording_, absent) > 0 && !absent) return;
  const std::string said = fmt::format("{}", fmt::join(profiler->LastLogLines(kLogLines), " | "));
  const std::string why = fmt::format("{}: {}: {}", profiler->name(), profiler->HowItEnded(), said);
  if (IsRefusal(said)) throw CannotProfile(why);
  throw std::runtime_error(why);
}

}  // namespace clamor
