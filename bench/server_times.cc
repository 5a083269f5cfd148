// SPDX-License-Identifier: Apache-2.0
#include "bench/server_times.h"

#include <charconv>
#include <utility>

namespace clamor::bench {
namespace {

constexpr std::size_t kShownOfSession = 8;
constexpr std::string_view kReceived = " < : received ";
constexpr std::string_view kSent = " < : sent ";

std::chrono::nanoseconds NanosecondsIn(std::string_view digits) {
  std::int64_t n = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), n);
  return std::chrono::nanoseconds(n);
}

}  // namespace

ServerTimes ServerTimesLog::Take(std::string_view session_id) {
  const std::lock_guard lock(mutex_);
  auto node = sessions_.extract(std::string(session_id.substr(0, kShownOfSession)));
  return node.empty() ? ServerTimes{} : std::move(node.mapped());
}

// The log hands over a line at once.
std::streamsize ServerTimesLog::xsputn(const char* text, std::streamsize size) {
  TakeLine({text, static_cast<std::size_t>(size)});
  return size;
}

ServerTimesLog::int_type ServerTimesLog::overflow(int_type c) { return traits_type::not_eof(c); }

void ServerTimesLog::TakeLine(std::string_view line) {
  if (line.size() < kShownOfSession) return;
  const std::string_view session = line.substr(0, kShownOfSession);
  const std::string_view rest = line.substr(kShownOfSession);
  const bool sent = rest.starts_with(kSent);
  if (!sent && !rest.starts_with(kReceived)) return;
  const std::lock_guard lock(mutex_);
  ServerTimes& times = sessions_[std::string(session)];
  if (sent) {
    times.sent.push_back(NanosecondsIn(rest.substr(kSent.size())));
  } else {
    times.received = NanosecondsIn(rest.substr(kReceived.size()));
  }
}

}  // namespace clamor::bench
