// SPDX-License-Identifier: Apache-2.0
// Framing of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
#include "server/event_list.h"

#include <fmt/format.h>

#include <iterator>

namespace clamor::server {

void EventList::Reserve(std::size_t events, std::size_t bytes) {
  ends_.reserve(events);
  bytes_.reserve(bytes);
}

void EventList::Add(std::string_view data) {
  bytes_.append("data: ").append(data).append("\n\n");
  ends_.push_back(bytes_.size());
}

void EventList::AddNumbered(std::uint64_t id, std::string_view name, std::string_view data) {
  fmt::format_to(std::back_inserter(bytes_), "id: {}\nevent: {}\n", id, name);
  Add(data);
}

void EventList::Join(std::string_view data) {
  bytes_.append("data: ").append(data).append("\n\n");
  ends_.back() = bytes_.size();
}

std::string_view EventList::operator[](std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return {bytes_.data() + begin, ends_[index] - begin};
}

}  // namespace clamor::server
