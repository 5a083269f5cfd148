// SPDX-License-Identifier: Apache-2.0
// WebSocket frames (RFC 6455) on a client's side: the server's are read, its own are written. It
// knows no socket, so it can be driven from memory, and it copies a message only where its bytes
// come in several pieces.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/ws_inflate.h"

namespace clamor {

enum class WsOpcode : unsigned char {
  kContinuation = 0x0,
  kText = 0x1,
  kBinary = 0x2,
  kClose = 0x8,
  kPing = 0x9,
  kPong = 0xa,
};

// A whole message; a text's is UTF-8.
struct WsMessage {
  std::string_view data;
  bool is_text = false;
};

// Who is told of frames; the views stand until the call returns. What it throws comes out of
// WsFrameReader::Take.
class WsFrameSink {
 public:
  virtual ~WsFrameSink() = default;
  virtual void OnMessage(const WsMessage& message) = 0;
  virtual void OnPing(std::string_view payload) = 0;
  // 1005 where the server gave no code.
  virtual void OnClose(int code, std::string_view reason) = 0;
};

class WsFrameReader {
 public:
  explicit WsFrameReader(std::size_t max_message_bytes) : max_message_bytes_(max_message_bytes) {}

  // A new connection begins. `deflated`: its messages may be compressed (RFC 7692); with
  // `takes_context` each may refer to those before it.
  void Begin(bool deflated, bool takes_context);

  // Takes the next bytes, split anywhere. Throws NetError: kProtocol for what no server may send,
  // kTooLarge for a message beyond the bound.
  void Take(std::string_view bytes, WsFrameSink& sink);

 private:
  static constexpr std::size_t kMaxHead = 10;
  static constexpr std::size_t kMaxControl = 125;

  // Whether the frame's head is whole; takes of `bytes` what belongs to it.
  bool TakeHead(std::string_view& bytes);
  void BeginFrame();
  void CheckHead() const;
  void BeginMessage();
  void TakePayload(std::string_view bytes, WsFrameSink& sink);
  void EndControl(WsFrameSink& sink);
  void Deliver(std::string_view data, WsFrameSink& sink);

  bool IsControl() const { return static_cast<unsigned char>(opcode_) >= 0x8; }

  const std::size_t max_message_bytes_;
  std::array<unsigned char, kMaxHead> head_{};
  std::size_t head_size_ = 0;
  bool in_payload_ = false;

  // The frame under way.
  WsOpcode opcode_ = WsOpcode::kContinuation;
  bool is_last_ = false;
  std::uint64_t left_ = 0;  // bytes of its payload still to come
  std::string control_;     // a control frame's payload

  // The message under way.
  bool in_message_ = false;
  bool is_text_ = false;
  bool is_deflated_ = false;
  std::string gathered_;
  std::optional<WsInflater> inflater_;
  std::string inflated_;
};

// Appends a frame that is the whole message, masked as a client's must be.
void AppendFrame(WsOpcode opcode, std::string_view payload, std::uint32_t mask, std::string& out);

}  // namespace clamor
