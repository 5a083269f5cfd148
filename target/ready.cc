// SPDX-License-Identifier: Apache-2.0
#include "target/ready.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace clamor {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPause{10};
constexpr std::chrono::milliseconds kAttemptLimit{5000};
constexpr std::chrono::milliseconds kProbeLimit{1000};
[[noreturn]] void GiveUp(const LaunchedServer& server, std::string_view why,
                         const std::optional<std::string>& last_reason) {
  throw std::runtime_error(fmt::format("'{}' {}{}{}{}", server.name(), why, last_reason ? ": " : "",
                                       last_reason.value_or(""), server.LogEnd()));
}

std::string EndedTooEarly(LaunchedServer& server, std::string_view what) {
  const std::string how = server.HowItEnded();
  const bool went_on_without_us = how == "exited with code 0";
  return fmt::format("{} before it {}{}", how, what,
                     went_on_without_us ? " (a server must stay in the foreground)" : "");
}

void CheckIsPath(const std::string& path) {
  const bool is_plain =
      std::all_of(path.begin(), path.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!path.starts_with('/') || !is_plain) {
    throw std::runtime_error(fmt::format(
        "'{}' is no path to wait for: expected one that begins with '/' and holds no spaces",
        path));
  }
}

}  // namespace

void WaitUntil(LaunchedServer& server, std::string_view what, std::chrono::milliseconds limit,
               const std::stop_token& stop,
               const std::function<std::optional<std::string>()>& attempt) {
  const Clock::time_point end = Clock::now() + limit;
  for (;;) {
    const std::optional<std::string> reason = attempt();
    // Looked at after the attempt: what answered may have been another server on the same port.
    if (server.HasExited()) GiveUp(server, EndedTooEarly(server, what), reason);
    if (!reason) return;
    if (stop.stop_requested()) {
      GiveUp(server, fmt::format("was interrupted before it {}", what), reason);
    }
    if (Clock::now() >= end) {
      const double seconds = std::chrono::duration<double>(limit).count();
      GiveUp(server, fmt::format("has not {} within {} s", what, seconds), reason);
    }
    std::this_thread::sleep_for(kPause);
  }
}

void WaitUntilReady(const Endpoint& endpoint, const std::optional<std::string>& path,
                    LaunchedServer& server, std::chrono::milliseconds limit,
                    const std::stop_token& stop) {
  if (path) CheckIsPath(*path);
  const std::chrono::milliseconds attempt_limit = std::min(limit, kAttemptLimit);
  WaitUntil(server, path ? "answered" : "accepted", limit, stop, [&] {
    return path ? TryGet(endpoint, *path, attempt_limit) : TryConnect(endpoint, attempt_limit);
  });
}

void WaitUntilAnswers(const Endpoint& endpoint, const std::string& path,
                      std::chrono::milliseconds limit, const std::stop_token& stop) {
  CheckIsPath(path);
  const Clock::time_point end = Clock::now() + limit;
  while (const auto reason = TryGet(endpoint, path, std::min(limit, kAttemptLimit))) {
    if (stop.stop_requested()) {
      throw std::runtime_error(
          fmt::format("interrupted before {} answered {}: {}", endpoint.url, path, *reason));
    }
    if (Clock::now() >= end) {
      throw std::runtime_error(fmt::format("{} has not answered {} within {} s: {}", endpoint.url,
                                           path, std::chrono::duration<double>(limit).count(),
                                           *reason));
    }
    std::this_thread::sleep_for(kPause);
  }
}

void CheckNobodyListens(const Endpoint& endpoint) {
  if (TryConnect(endpoint, kProbeLimit)) return;
  throw std::runtime_error(fmt::format(
      "a server already accepts at {}: end it, or launch on another port", endpoint.url));
}

void Probe(const Endpoint& endpoint) {
  const std::optional<std::string> reason = TryConnect(endpoint, kProbeLimit);
  if (!reason) return;
  throw std::runtime_error(fmt::format(
      "{}: is the server running? Start it, give its address with --clamor_base_url (or BASE_URL), "
      "or let Clamor launch it with --clamor_server='COMMAND'",
      *reason));
}

}  // namespace clamor
