// SPDX-License-Identifier: Apache-2.0
// The blocking caller.
#include "server/test_voice_client.h"

#include <fmt/format.h>

#include <boost/asio/buffer.hpp>
#include <numeric>

#include "base/json_text.h"
#include "server/test_server.h"
#include "server/voice_audio.h"

namespace clamor::server {

namespace websocket = boost::beast::websocket;

Options QuickVoiceOptions() {
  Options options = QuickOptions();
  const Distribution nothing = ParseDurations("constant:0ms");
  options.voice = {.think = nothing,
                   .speech = ParseDurations("constant:100ms"),
                   .tool_delay = nothing,
                   .stop_delay = nothing,
                   .resume_delay = nothing,
                   .audio_speed = 20};
  return options;
}

std::string Received::AllAudio() const {
  return std::accumulate(audio.begin(), audio.end(), std::string());
}

VoiceClient::VoiceClient(std::uint16_t port, std::string_view fault, const std::string& target)
    : socket_(io_) {
  socket_.next_layer().connect({asio::ip::address_v4::loopback(), port});
  socket_.set_option(websocket::stream_base::decorator([fault](websocket::request_type& request) {
    if (!fault.empty()) request.set("X-Clamor-Fault", {fault.data(), fault.size()});
  }));
  socket_.handshake("test", target);
}

void VoiceClient::Send(std::string_view text) {
  socket_.text(true);
  socket_.write(asio::buffer(text));
}

void VoiceClient::SendAudio(std::string_view bytes) {
  socket_.binary(true);
  socket_.write(asio::buffer(bytes));
}

void VoiceClient::Ask(std::string_view text) {
  Send(fmt::format(R"({{"type":"speech_end","text":{}}})", JsonQuote(text)));
}

bool VoiceClient::Receive(Received& received) {
  buffer_.clear();
  socket_.read(buffer_);
  const auto bytes = buffer_.cdata();
  const bool text = socket_.got_text();
  auto& messages = text ? received.texts : received.audio;
  messages.emplace_back(static_cast<const char*>(bytes.data()), bytes.size());
  return text;
}

Received VoiceClient::ReceiveUntil(std::string_view text) {
  Received received;
  while (!Receive(received) || received.texts.back().find(text) == std::string::npos) {
  }
  return received;
}

Received VoiceClient::ReceiveAudio(std::size_t messages) {
  Received received;
  while (received.audio.size() < messages) Receive(received);
  return received;
}

unsigned VoiceClient::ReceiveClose() {
  Received dropped;
  try {
    for (;;) Receive(dropped);
  } catch (const boost::system::system_error&) {
    return socket_.reason().code;
  }
}

bool VoiceClient::IsAnsweredWhenItPings() {
  std::string answer;
  socket_.control_callback(
      [&answer](websocket::frame_type type, boost::beast::string_view payload) {
        if (type == websocket::frame_type::pong) answer.assign(payload.data(), payload.size());
      });
  socket_.ping("are you there?");
  Echo();
  socket_.control_callback();
  return answer == "are you there?";
}

Received VoiceClient::Echo() {
  Send("no JSON");
  return ReceiveUntil("the message is no JSON");
}

std::string Spoken(std::uint64_t answer, std::size_t samples, unsigned rate) {
  std::vector<std::int16_t> spoken(samples);
  VoiceAudio(Options().seed, answer, rate).Read(0, spoken);
  return std::string(PcmBytes(spoken));
}

}  // namespace clamor::server
