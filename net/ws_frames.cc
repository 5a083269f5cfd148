// SPDX-License-Identifier: Apache-2.0
#include "net/ws_frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/utf8.h"
#include "net/net_error.h"

namespace clamor {
namespace {

constexpr unsigned kFin = 0x80;
constexpr unsigned kCompressed = 0x40;  // RSV1, which RFC 7692 gives this meaning
constexpr unsigned kReserved = 0x30;
constexpr unsigned kOpcode = 0x0f;
constexpr unsigned kMasked = 0x80;
constexpr unsigned kLength = 0x7f;
constexpr unsigned kLengthOf16Bits = 126;
constexpr unsigned kLengthOf64Bits = 127;
constexpr int kNoCode = 1005;

[[noreturn]] void Refuse(std::string_view what) {
  throw NetError(Failure::kProtocol, fmt::format("broken WebSocket frame: {}", what));
}

bool IsKnown(unsigned opcode) { return opcode <= 0x2 || (opcode >= 0x8 && opcode <= 0xa); }

void CheckText(std::string_view text) {
  if (FirstInvalidUtf8(text) != std::string_view::npos) Refuse("text that is not UTF-8");
}

void AppendBigEndian(std::uint64_t value, int bytes, std::string& out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(value >> shift & 0xff);
  }
}

}  // namespace

void WsFrameReader::Begin(bool deflated, bool takes_context) {
  head_size_ = 0;
  in_payload_ = in_message_ = false;
  inflater_.reset();
  if (deflated) inflater_.emplace(takes_context);
}

void WsFrameReader::Take(std::string_view bytes, WsFrameSink& sink) {
  while (!bytes.empty()) {
    if (!in_payload_ && !TakeHead(bytes)) return;
    const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    TakePayload(bytes.substr(0, here), sink);
    bytes.remove_prefix(here);
  }
}

bool WsFrameReader::TakeHead(std::string_view& bytes) {
  for (;;) {
    const unsigned length = head_[1] & kLength;
    const std::size_t more = length == kLengthOf64Bits ? 8 : length == kLengthOf16Bits ? 2 : 0;
    if (head_size_ >= 2 && head_size_ == 2 + more) break;
    if (bytes.empty()) return false;
    head_[head_size_++] = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
  }
  BeginFrame();
  return true;
}

void WsFrameReader::BeginFrame() {
  CheckHead();
  opcode_ = static_cast<WsOpcode>(head_[0] & kOpcode);
  is_last_ = (head_[0] & kFin) != 0;
  left_ = head_size_ == 2 ? head_[1] & kLength : 0;
  for (std::size_t i = 2; i < head_size_; ++i) left_ = left_ << 8 | head_[i];
  head_size_ = 0;
  in_payload_ = true;
  if (IsControl()) {
    if (!is_last_ || left_ > kMaxControl) Refuse("a control frame in pieces or beyond 125 bytes");
    control_.clear();
    return;
  }
  BeginMessage();
  if (left_ > max_message_bytes_ || gathered_.size() > max_message_bytes_ - left_) {
    throw NetError(Failure::kTooLarge,
                   fmt::format("a message is longer than {} bytes", max_message_bytes_));
  }
}

void WsFrameReader::CheckHead() const {
  if ((head_[1] & kMasked) != 0) Refuse("a server must not mask its frames");
  const unsigned opcode = head_[0] & kOpcode;
  if (!IsKnown(opcode)) Refuse(fmt::format("the unknown opcode {}", opcode));
  const bool compressed = (head_[0] & kCompressed) != 0;
  const bool may_be_compressed = inflater_ && (opcode == 0x1 || opcode == 0x2);
  if ((head_[0] & kReserved) != 0 || (compressed && !may_be_compressed)) {
    Refuse("a reserved bit is set and no extension was agreed on that has it");
  }
}

void WsFrameReader::BeginMessage() {
  const bool continues = opcode_ == WsOpcode::kContinuation;
  if (continues != in_message_) {
    Refuse(continues ? "a continuation of no message" : "a message begins inside another");
  }
  if (continues) return;
  in_message_ = true;
  is_text_ = opcode_ == WsOpcode::kText;
  is_deflated_ = (head_[0] & kCompressed) != 0;
  gathered_.clear();
}

void WsFrameReader::TakePayload(std::string_view bytes, WsFrameSink& sink) {
  const bool whole = bytes.size() == left_;
  left_ -= bytes.size();
  in_payload_ = !whole;
  if (IsControl()) {
    control_ += bytes;
    if (whole) EndControl(sink);
  } else if (whole && is_last_ && gathered_.empty()) {
    Deliver(bytes, sink);
  } else {
    gathered_ += bytes;
    if (whole && is_last_) Deliver(gathered_, sink);
  }
}

void WsFrameReader::EndControl(WsFrameSink& sink) {
  if (opcode_ == WsOpcode::kPing) return sink.OnPing(control_);
  if (opcode_ == WsOpcode::kPong) return;
  if (control_.empty()) return sink.OnClose(kNoCode, {});
  if (control_.size() == 1) Refuse("a close frame with half a code");
  const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(control_[i]); };
  const std::string_view reason = std::string_view(control_).substr(2);
  CheckText(reason);
  sink.OnClose(byte(0) << 8 | byte(1), reason);
}

void WsFrameReader::Deliver(std::string_view data, WsFrameSink& sink) {
  in_message_ = false;
  if (is_deflated_) {
    inflater_->Inflate(data, max_message_bytes_, inflated_);
    data = inflated_;
  }
  if (is_text_) CheckText(data);
  sink.OnMessage({data, is_text_});
}

void AppendFrame(WsOpcode opcode, std::string_view payload, std::uint32_t mask, std::string& out) {
  constexpr std::size_t kMost16Bits = 0xffff;
  out += static_cast<char>(kFin | static_cast<unsigned>(opcode));
  if (payload.size() < kLengthOf16Bits) {
    out += static_cast<char>(kMasked | payload.size());
  } else if (payload.size() <= kMost16Bits) {
    out += static_cast<char>(kMasked | kLengthOf16Bits);
    AppendBigEndian(payload.size(), 2, out);
  } else {
    out += static_cast<char>(kMasked | kLengthOf64Bits);
    AppendBigEndian(payload.size(), 8, out);
  }
  std::array<char, 4> key{};
  std::memcpy(key.data(), &mask, key.size());
  out.append(key.data(), key.size());
  const std::size_t begin = out.size();
  out += payload;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    out[begin + i] = static_cast<char>(out[begin + i] ^ key[i % key.size()]);
  }
}

}  // namespace clamor
