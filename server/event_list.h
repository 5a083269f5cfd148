// SPDX-License-Identifier: Apache-2.0
// The events of one answer as they go over the wire, in one piece of memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace clamor::server {

class EventList {
 public:
  void Reserve(std::size_t events, std::size_t bytes);

  // Adds `data: DATA` and the empty line. The data is one line.
  void Add(std::string_view data);

  // The same behind `id: ID` and `event: NAME`, which is one line too.
  void AddNumbered(std::uint64_t id, std::string_view name, std::string_view data);

  // Adds one that goes over the wire together with the last: for what is said in the same moment.
  void Join(std::string_view data);

  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t index) const;

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

}  // namespace clamor::server
