// SPDX-License-Identifier: Apache-2.0
// For tests: a blocking caller made of Beast's WebSocket.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/options.h"

namespace clamor::server {

// Options under which a call is quick and nothing is left to chance: no delays, 100 ms of audio,
// sent twenty times as fast as it is heard.
Options QuickVoiceOptions();

// The messages up to some point.
struct Received {
  std::vector<std::string> texts;
  std::vector<std::string> audio;  // the binary messages

  std::string AllAudio() const;
};

// One call. Throws boost::system::system_error where nothing else is said.
class VoiceClient {
 public:
  // `fault`: the X-Clamor-Fault of the upgrade, empty for none.
  explicit VoiceClient(std::uint16_t port, std::string_view fault = {},
                       const std::string& target = "/ws");

  void Send(std::string_view text);
  void SendAudio(std::string_view bytes);
  void Ask(std::string_view text);  // speech_end

  // Reads until a text message holds that text, and including it.
  Received ReceiveUntil(std::string_view text);

  // Reads until there were so many binary messages.
  Received ReceiveAudio(std::size_t messages);

  // Reads until the server closes; the code of its close frame, 0 when there was none.
  unsigned ReceiveClose();

  // Pings, and reads until the pong has come: sends a message that is answered by an error.
  bool IsAnsweredWhenItPings();

  // Reads the server's reply to a message that is none; whatever the server had to say before it
  // has come by then.
  Received Echo();

 private:
  // Puts the next message into `received`; true when it is text.
  bool Receive(Received& received);

  boost::asio::io_context io_;
  boost::beast::websocket::stream<boost::asio::ip::tcp::socket> socket_;
  boost::beast::flat_buffer buffer_;
};

// What the server says of an answer, 16,000 samples per second: so many samples from the first on.
std::string Spoken(std::uint64_t answer, std::size_t samples, unsigned rate = 16000);

}  // namespace clamor::server
