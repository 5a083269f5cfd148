// SPDX-License-Identifier: Apache-2.0
// How turns are sent in one load test, whatever is said in them. Shared by all virtual users, read
// only.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace clamor {

class VerboseLog;
struct Probes;

enum class Reuse { kPerTurn, kPerSession, kPerUser };

struct PlayOptions {
  std::uint64_t seed = 0;
  std::string path_prefix;  // of the target's URL: "" or "/prefix"
  std::string host_header;
  std::string base_url;                  // with the prefix; for messages
  std::optional<std::string> endpoint;   // path in place of the dialect's own
  std::vector<std::string> auth_tokens;  // rotated per request; never printed
  std::string accept_encoding = "identity";
  Reuse reuse = Reuse::kPerUser;
  bool session_per_turn = false;
  bool watch_crosstalk = false;           // answers may carry session ids: look for other sessions'
  std::size_t max_event_bytes = 4 << 20;  // also of an answer that is no stream
  int retries = 0;                        // attempts at a turn behind its first
  std::chrono::nanoseconds retry_backoff{0};
  long drop_after = 0;  // events behind which an answer's connection is cut, once; 0: never
  const Probes* probes = nullptr;   // of the suite's own; null: none
  long conversations_per_user = 0;  // 0: not known
  VerboseLog* verbose = nullptr;    // null: quiet
};

// What one worker's users are doing just now. Belongs to its thread.
struct Activity {
  int users = 0;
  int requests = 0;
  int streams = 0;
};

// A level that is up by one for as long as it lives.
class Counted {
 public:
  explicit Counted(int& level) : level_(level) { ++level_; }
  ~Counted() { --level_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  int& level_;
};

}  // namespace clamor
