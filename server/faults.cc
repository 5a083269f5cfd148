// SPDX-License-Identifier: Apache-2.0
// Reading faults from the command line or a header, and drawing them.
#include "server/faults.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <string>
#include <system_error>

#include "base/edit_distance.h"
#include "base/escape.h"
#include "server/service_model.h"

namespace clamor::server {
namespace {

constexpr std::size_t kMaxShown = 60;
constexpr std::string_view kStatusPrefix = "status:";

struct Name {
  std::string_view text;
  Fault fault;
};
constexpr std::array kNames = {
    Name{"error_status", {FaultKind::kStatus, 500}},
    Name{"redirect", {FaultKind::kRedirect, 0}},
    Name{"not_sse", {FaultKind::kNotSse, 0}},
    Name{"reset_before", {FaultKind::kResetBefore, 0}},
    Name{"reset_during", {FaultKind::kResetDuring, 0}},
    Name{"truncate", {FaultKind::kTruncate, 0}},
    Name{"no_done", {FaultKind::kNoDone, 0}},
    Name{"stall", {FaultKind::kStall, 0}},
    Name{"garbage_event", {FaultKind::kGarbageEvent, 0}},
    Name{"stream_error", {FaultKind::kStreamError, 0}},
    Name{"crosstalk", {FaultKind::kCrosstalk, 0}},
    Name{"buffered", {FaultKind::kBuffered, 0}},
    Name{"never_stops", {FaultKind::kNeverStops, 0}},
    Name{"repeats_audio", {FaultKind::kRepeatsAudio, 0}},
    Name{"drops_audio", {FaultKind::kDropsAudio, 0}},
    Name{"mute", {FaultKind::kMute, 0}},
    Name{"text_for_audio", {FaultKind::kTextForAudio, 0}},
    Name{"resume_loses", {FaultKind::kResumeLoses, 0}},
    Name{"resume_repeats", {FaultKind::kResumeRepeats, 0}},
    Name{"wrong_node", {FaultKind::kWrongNode, 0}},
};

[[noreturn]] void ThrowUnknown(std::string_view text) {
  std::vector<std::string> names;
  names.reserve(kNames.size());
  for (const Name& name : kNames) names.emplace_back(name.text);
  throw std::invalid_argument(fmt::format(
      "unknown fault \"{}\"{} expected status:CODE or one of {}", ForTerminal(text, kMaxShown),
      DidYouMean(text, names) + ";", fmt::join(names, ", ")));
}

Fault ParseStatus(std::string_view code) {
  unsigned status = 0;
  const char* const end = code.data() + code.size();
  const auto [rest, error] = std::from_chars(code.data(), end, status);
  if (error != std::errc() || rest != end || status < 400 || status > 599) {
    throw std::invalid_argument(fmt::format("\"{}\" is no error status; expected 400 to 599",
                                            ForTerminal(code, kMaxShown)));
  }
  return {FaultKind::kStatus, status};
}

double ParseShare(std::string_view text) {
  double share = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, share);
  if (error != std::errc() || rest != end || !(share >= 0 && share <= 1)) {
    throw std::invalid_argument(
        fmt::format("\"{}\" is no share; expected 0 to 1", ForTerminal(text, kMaxShown)));
  }
  return share;
}

}  // namespace

Fault ParseFault(std::string_view text) {
  if (text.starts_with(kStatusPrefix)) return ParseStatus(text.substr(kStatusPrefix.size()));
  for (const Name& name : kNames) {
    if (name.text == text) return name.fault;
  }
  ThrowUnknown(text);
}

void FaultPlan::Add(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) {
    throw std::invalid_argument(
        fmt::format("\"{}\" has no share; expected FAULT=SHARE, as truncate=0.01",
                    ForTerminal(text, kMaxShown)));
  }
  const Fault fault = ParseFault(text.substr(0, equals));
  const double before = parts_.empty() ? 0 : parts_.back().up_to;
  const double up_to = before + ParseShare(text.substr(equals + 1));
  // Ten times 0.1 is a little more than 1 in binary.
  if (up_to > 1 + 1e-9) {
    throw std::invalid_argument(
        fmt::format("the shares of all faults together are {:.6g}, above 1", up_to));
  }
  parts_.push_back({fault, up_to});
}

std::optional<Fault> FaultPlan::Draw(std::uint64_t seed, std::uint64_t answer) const {
  if (parts_.empty()) return std::nullopt;
  const double point = RandomOf(seed, answer, Purpose::kFault).Uniform();
  for (const Part& part : parts_) {
    if (point < part.up_to) return part.fault;
  }
  return std::nullopt;
}

}  // namespace clamor::server
