// SPDX-License-Identifier: Apache-2.0
// The parts of the event stream decoder that need no handler.
#include "net/sse_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "net/net_error.h"

namespace clamor {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";

std::optional<std::uint64_t> Digits(std::string_view text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

void SseDecoder::Text::Append(char separator, std::string_view value) {
  Keep();
  own_.push_back(separator);
  own_.append(value);
  view_ = own_;
}

void SseDecoder::Text::Keep() {
  if (view_.data() != own_.data()) own_.assign(view_);
  view_ = std::string_view(own_).substr(0, view_.size());
}

void SseDecoder::Reset() {
  EndBlock();
  bom_seen_ = 0;
  skip_lf_ = false;
  partial_.clear();
  id_.clear();
  retry_.reset();
  tail_size_ = 0;
}

std::string_view SseDecoder::SkipBom(std::string_view bytes) {
  while (bom_seen_ < kBom.size() && !bytes.empty()) {
    if (bytes.front() == kBom[bom_seen_]) {
      ++bom_seen_;
      bytes.remove_prefix(1);
    } else {  // no mark after all: what looked like one begins the first line
      partial_.assign(kBom.substr(0, bom_seen_));
      bom_seen_ = kBom.size();
    }
  }
  return bytes;
}

void SseDecoder::TakeField(std::string_view line, bool stands) {
  CheckSize(block_bytes_ += line.size());
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  std::string_view value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
  if (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  if (name == "data") {
    TakeData(value, stands);
  } else if (name == "event") {
    type_.Set(value, stands);
  } else if (name == "id") {
    if (value.find('\0') == std::string_view::npos) id_.assign(value);
  } else if (name == "retry") {
    if (const auto milliseconds = Digits(value)) retry_ = milliseconds;
  } else if (name == "error") {
    // Not in the standard, which would have it dropped unseen; some servers report a failed answer
    // so. Read as `event: error` with that data.
    type_.Set(name, stands);
    TakeData(value, stands);
  }
}

void SseDecoder::TakeData(std::string_view value, bool stands) {
  if (has_data_) {
    data_.Append('\n', value);
  } else {
    data_.Set(value, stands);
  }
  has_data_ = true;
}

void SseDecoder::EndBlock() {
  block_bytes_ = 0;
  has_data_ = false;
  type_.Clear();
  data_.Clear();
}

void SseDecoder::AppendToPartial(std::string_view bytes) {
  CheckSize(block_bytes_ + partial_.size() + bytes.size());
  partial_.append(bytes);
}

void SseDecoder::Keep(std::string_view rest) {
  AppendToPartial(rest);
  if (block_bytes_ == 0) return;
  type_.Keep();
  data_.Keep();
}

void SseDecoder::KeepTail(std::string_view bytes) {
  if (bytes.size() >= kTail) {
    bytes.remove_prefix(bytes.size() - kTail);
    tail_size_ = 0;
  } else if (tail_size_ + bytes.size() > kTail) {
    const std::size_t drop = tail_size_ + bytes.size() - kTail;
    std::copy(tail_.begin() + static_cast<std::ptrdiff_t>(drop),
              tail_.begin() + static_cast<std::ptrdiff_t>(tail_size_), tail_.begin());
    tail_size_ -= drop;
  }
  std::copy(bytes.begin(), bytes.end(), tail_.begin() + static_cast<std::ptrdiff_t>(tail_size_));
  tail_size_ += bytes.size();
}

void SseDecoder::CheckSize(std::size_t event_bytes) const {
  if (event_bytes <= max_event_) return;
  throw NetError(Failure::kTooLarge,
                 fmt::format("an event of the stream is larger than {} bytes", max_event_));
}

}  // namespace clamor
