// SPDX-License-Identifier: Apache-2.0
// WebSocket messages that wait to be sent. The memory of those that were sent serves those that
// follow.
#pragma once

#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <vector>

namespace clamor::server {

class Outbox {
 public:
  struct Message {
    bool binary = false;
    std::string bytes;
  };

  // A new message, empty. The reference holds until the next is added.
  std::string& AddText() { return Add(false); }
  std::string& AddBinary() { return Add(true); }

  std::span<const Message> messages() const { return {messages_.data(), size_}; }
  std::size_t size() const { return size_; }
  std::size_t bytes() const {
    return std::accumulate(
        messages().begin(), messages().end(), std::size_t{0},
        [](std::size_t sum, const Message& message) { return sum + message.bytes.size(); });
  }
  void Clear() { size_ = 0; }

 private:
  std::string& Add(bool binary) {
    if (size_ == messages_.size()) messages_.emplace_back();
    Message& message = messages_[size_++];
    message.binary = binary;
    message.bytes.clear();
    return message.bytes;
  }

  std::vector<Message> messages_;  // the first size_ of them wait
  std::size_t size_ = 0;
};

}  // namespace clamor::server
