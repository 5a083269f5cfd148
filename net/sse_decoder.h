// SPDX-License-Identifier: Apache-2.0
// Event streams as the WHATWG HTML standard has them (section 9.2.6), from bytes split anywhere.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "clamor/dialect.h"

namespace clamor {

// An event whose lines lie whole in the fed bytes, with one data line, is delivered as views into
// them: no copy, no allocation. Only what is split or has several data lines goes through strings
// that are kept for reuse.
class SseDecoder {
 public:
  static constexpr std::size_t kDefaultMaxEvent = 4 * 1024 * 1024;
  static constexpr std::size_t kTail = 200;

  explicit SseDecoder(std::size_t max_event_bytes = kDefaultMaxEvent)
      : max_event_(max_event_bytes) {}
  SseDecoder(const SseDecoder&) = delete;
  SseDecoder& operator=(const SseDecoder&) = delete;

  // Begins a new stream; the last event id is forgotten too.
  void Reset();

  // Takes the next bytes and calls handler.OnEvent(const Event&) for each event and
  // handler.OnComment(std::string_view) for each comment line (without its colon and one space), in
  // order; the views stand until the call returns. Throws NetError(kTooLarge) for an event,
  // finished or not, of more bytes than the limit.
  template <class Handler>
  void Feed(std::string_view bytes, Handler&& handler);

  // Whether the stream so far ends inside an event. The standard has such an event discarded at the
  // stream's end.
  bool InsideEvent() const { return block_bytes_ != 0 || !partial_.empty(); }
  // The last bytes fed, at most kTail, raw: for messages about a stream that ended wrongly (escape
  // them).
  std::string_view LastBytes() const { return {tail_.data(), tail_size_}; }
  // The last `retry` field: how long a client should wait before it connects again.
  std::optional<std::uint64_t> retry_milliseconds() const { return retry_; }

 private:
  // A field's text: a view into the fed bytes as long as it can be, else a copy of its own.
  class Text {
   public:
    void Set(std::string_view value, bool stands) {
      view_ = value;
      if (!stands) own_.assign(value), view_ = own_;
    }
    void Append(char separator, std::string_view value);
    void Keep();  // before the fed bytes go away
    void Clear() { view_ = {}; }
    std::string_view view() const { return view_; }

   private:
    std::string_view view_;
    std::string own_;
  };

  std::string_view SkipBom(std::string_view bytes);
  // A line that is neither empty nor a comment. `stands`: it lies in the fed bytes.
  void TakeField(std::string_view line, bool stands);
  void TakeData(std::string_view value, bool stands);
  void EndBlock();
  void KeepTail(std::string_view bytes);
  // Copies what an unfinished event needs of the fed bytes; `rest` is its unfinished line.
  void Keep(std::string_view rest);
  void AppendToPartial(std::string_view bytes);
  void CheckSize(std::size_t event_bytes) const;

  template <class Handler>
  void TakeLine(std::string_view line, bool stands, Handler& handler);

  std::size_t max_event_;
  std::size_t block_bytes_ = 0;  // of the event so far, comments aside
  std::size_t bom_seen_ = 0;     // bytes of the byte order mark seen; past its length once decided
  bool skip_lf_ = false;         // the last line ended in CR: a LF right behind belongs to it
  bool has_data_ = false;
  std::string partial_;  // the unfinished line
  Text type_;
  Text data_;
  std::string id_;
  std::optional<std::uint64_t> retry_;
  std::array<char, kTail> tail_;
  std::size_t tail_size_ = 0;
};

template <class Handler>
void SseDecoder::TakeLine(std::string_view line, bool stands, Handler& handler) {
  if (line.empty()) {
    if (has_data_) handler.OnEvent(Event{type_.view(), data_.view(), id_});
    EndBlock();
  } else if (line.front() == ':') {
    line.remove_prefix(line.size() > 1 && line[1] == ' ' ? 2 : 1);
    handler.OnComment(line);
  } else {
    TakeField(line, stands);
  }
}

template <class Handler>
void SseDecoder::Feed(std::string_view bytes, Handler&& handler) {
  KeepTail(bytes);
  bytes = SkipBom(bytes);
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  if (at != end && skip_lf_) {
    skip_lf_ = false;
    if (*at == '\n') ++at;
  }
  // Each is searched only when the last one found was used up, so a stream with one kind of line
  // end is searched once.
  const auto find = [end](const char* from, char c) {
    const void* found = std::memchr(from, c, static_cast<std::size_t>(end - from));
    return found ? static_cast<const char*>(found) : end;
  };
  const char* lf = at == end ? end : find(at, '\n');
  const char* cr = at == end ? end : find(at, '\r');
  while (at != end && (lf != end || cr != end)) {
    const char* const stop = lf < cr ? lf : cr;
    const std::string_view here(at, static_cast<std::size_t>(stop - at));
    at = stop + 1;
    if (stop == cr) {
      if (at == end) {
        skip_lf_ = true;
      } else if (*at == '\n') {
        ++at;
      }
    }
    if (partial_.empty()) {
      TakeLine(here, true, handler);
    } else {
      AppendToPartial(here);
      TakeLine(partial_, false, handler);
      partial_.clear();
    }
    if (lf < at) lf = at == end ? end : find(at, '\n');
    if (cr < at) cr = at == end ? end : find(at, '\r');
  }
  Keep({at, static_cast<std::size_t>(end - at)});
}

}  // namespace clamor
