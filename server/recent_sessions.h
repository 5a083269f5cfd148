// SPDX-License-Identifier: Apache-2.0
// The sessions that spoke last: what a crosstalk fault needs to let an answer speak of one that
// exists. Used by every thread.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace clamor::server {

class RecentSessions {
 public:
  // The last words of a session other than `own`, if any has spoken; `own` has said `words` from
  // now on.
  std::optional<std::string> Other(std::string_view own, std::string_view words) {
    const std::lock_guard lock(mutex_);
    if (!last_ || own != last_->session) {
      before_ = std::exchange(last_, Said{std::string(own), std::string(words)});
    } else {
      last_->words = words;
    }
    return before_ ? std::optional(before_->words) : std::nullopt;
  }

 private:
  struct Said {
    std::string session;
    std::string words;
  };

  std::mutex mutex_;
  std::optional<Said> last_;
  std::optional<Said> before_;
};

}  // namespace clamor::server
