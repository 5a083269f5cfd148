// SPDX-License-Identifier: Apache-2.0
#include "protocols/verbose_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/escape.h"
#include "protocols/secrets.h"

namespace clamor {
namespace {

constexpr std::size_t kLongestLine = 200;
constexpr std::size_t kShownOfSession = 8;

std::string WithoutSecret(std::string_view header_line) {
  const std::string_view name = header_line.substr(0, header_line.find(':'));
  return IsSecretHeader(name) ? fmt::format("{}: ***", name) : std::string(header_line);
}

}  // namespace

void VerboseLog::Sent(std::string_view session_id, std::string_view request) {
  const std::size_t head_end = request.find("\r\n\r\n");
  std::size_t at = 0;
  while (at < head_end) {
    const std::size_t end = request.find("\r\n", at);
    const std::string_view line = request.substr(at, end - at);
    Line(session_id, ">", WithoutSecret(line));
    at = end + 2;
  }
  const std::string_view body = request.substr(std::min(request.size(), head_end + 4));
  if (!body.empty()) Line(session_id, ">", body);
}

void VerboseLog::Status(std::string_view session_id, int status, std::string_view content_type) {
  Line(session_id, "<", fmt::format("{} {}", status, content_type));
}

void VerboseLog::Received(std::string_view session_id, const Event& event) {
  Line(session_id, "<",
       event.type.empty() ? fmt::format("data: {}", event.data)
                          : fmt::format("event: {} data: {}", event.type, event.data));
}

void VerboseLog::Body(std::string_view session_id, std::string_view body) {
  Line(session_id, "<", body);
}

void VerboseLog::Comment(std::string_view session_id, std::string_view comment) {
  Line(session_id, "<", fmt::format(": {}", comment));
}

void VerboseLog::Failed(std::string_view session_id, std::string_view message) {
  Line(session_id, "!", message);
}

void VerboseLog::Retried(std::string_view session_id, std::string_view message,
                         std::chrono::duration<double> pause) {
  Line(session_id, "!", fmt::format("trying again in {:.3g} s: {}", pause.count(), message));
}

void VerboseLog::Note(int caller, std::string_view step) {
  Line(fmt::format("[{}]", caller), "-", step);
}

void VerboseLog::Line(std::string_view session_id, std::string_view mark, std::string_view text) {
  const std::string line = fmt::format("{} {} {}\n", session_id.substr(0, kShownOfSession), mark,
                                       MaskTokens(ForTerminal(text, kLongestLine), tokens_));
  const std::lock_guard lock(mutex_);
  out_ << line << std::flush;
}

}  // namespace clamor
