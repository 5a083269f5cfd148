// SPDX-License-Identifier: Apache-2.0
// What --clamor_verbose shows: requests, statuses and events as lines. Server text is made safe to
// show, tokens are masked, a line is cut at 200 bytes.
#pragma once

#include <chrono>
#include <iosfwd>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/dialect.h"

namespace clamor {

class VerboseLog {
 public:
  // The tokens are masked wherever the server repeats them.
  explicit VerboseLog(std::ostream& out, std::vector<std::string> tokens = {})
      : out_(out), tokens_(std::move(tokens)) {}

  // The request as it goes over the wire, a line for each of its lines.
  void Sent(std::string_view session_id, std::string_view request);
  void Status(std::string_view session_id, int status, std::string_view content_type);
  void Received(std::string_view session_id, const Event& event);
  void Body(std::string_view session_id, std::string_view body);
  void Comment(std::string_view session_id, std::string_view comment);
  void Failed(std::string_view session_id, std::string_view message);
  // The same where another attempt follows after the pause.
  void Retried(std::string_view session_id, std::string_view message,
               std::chrono::duration<double> pause);

  // A step of what that caller does, counted from 0.
  void Note(int caller, std::string_view step);

 private:
  void Line(std::string_view session_id, std::string_view mark, std::string_view text);

  std::mutex mutex_;  // workers share the stream; verbose runs are not measured for speed
  std::ostream& out_;
  const std::vector<std::string> tokens_;
};

}  // namespace clamor
