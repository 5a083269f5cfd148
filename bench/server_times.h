// SPDX-License-Identifier: Apache-2.0
// The times that `clamor-server --send-times` puts into its answers as comments, taken out of the
// lines that the client would show with --clamor_verbose.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/verbose_log.h"

namespace clamor::bench {

struct ServerTimes {
  std::chrono::nanoseconds received{0};        // the request's last byte was read
  std::vector<std::chrono::nanoseconds> sent;  // each event, the terminal marker's too
};

class ServerTimesLog : private std::streambuf {
 public:
  ServerTimesLog() : stream_(this), log_(stream_) {}

  VerboseLog& log() { return log_; }

  // What was told in that session so far; forgets it. Safe from several threads.
  ServerTimes Take(std::string_view session_id);

 private:
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  int_type overflow(int_type c) override;
  void TakeLine(std::string_view line);

  std::ostream stream_;
  VerboseLog log_;
  std::mutex mutex_;
  std::map<std::string, ServerTimes, std::less<>> sessions_;  // by the id's beginning, as shown
};

}  // namespace clamor::bench
