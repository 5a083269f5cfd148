// SPDX-License-Identifier: Apache-2.0
// The blocking client.
#include "server/test_server.h"

#include <fmt/format.h>

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <charconv>

#include "base/json_text.h"

namespace clamor::server {

Options QuickOptions() {
  Options options;
  options.port = 0;
  options.model = {ParseDurations("constant:0ms"), ParseDurations("constant:0ms"),
                   ParseCounts("constant:4")};
  return options;
}

std::vector<std::string> Answer::Events() const {
  constexpr std::string_view kData = "data: ";
  std::vector<std::string> events;
  for (std::size_t at = 0; at < body().size();) {
    const std::size_t end = std::min(body().find('\n', at), body().size());
    const auto line = std::string_view(body()).substr(at, end - at);
    if (line.starts_with(kData)) events.emplace_back(line.substr(kData.size()));
    at = end + 1;
  }
  return events;
}

std::vector<std::int64_t> Answer::Stamps(std::string_view name) const {
  const std::string before = fmt::format(": {} ", name);
  std::vector<std::int64_t> stamps;
  for (auto at = body().find(before); at != std::string::npos; at = body().find(before, at + 1)) {
    std::int64_t value = 0;
    std::from_chars(body().data() + at + before.size(), body().data() + body().size(), value);
    stamps.push_back(value);
  }
  return stamps;
}

TestClient::TestClient(std::uint16_t port) : socket_(io_) {
  socket_.connect({asio::ip::address_v4::loopback(), port});
}

void TestClient::Send(std::string_view bytes) { asio::write(socket_, asio::buffer(bytes)); }

Answer TestClient::Receive() {
  if (!parser_) parser_.emplace();
  Answer answer;
  http::read(socket_, buffer_, *parser_, answer.error);
  answer.response = parser_->release();
  parser_.reset();
  return answer;
}

Answer TestClient::ReceiveHead() {
  Parser parser;
  http::read_header(socket_, buffer_, parser);
  return {{}, parser.release()};
}

void TestClient::ReceiveUntil(std::string_view text) {
  if (!parser_) parser_.emplace();
  while (parser_->get().body().find(text) == std::string::npos) {
    http::read_some(socket_, buffer_, *parser_);
  }
}

void TestClient::SendTurn(std::string_view content, std::string_view headers,
                          std::string_view session) {
  const std::string body = fmt::format(R"({{"role": "user", "content": {}}})", JsonQuote(content));
  SendPost(fmt::format("/stream/assistant/{}", session), body, headers);
}

void TestClient::SendPost(std::string_view target, std::string_view body,
                          std::string_view headers) {
  Send(
      fmt::format("POST {} HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
                  "Content-Length: {}\r\n{}\r\n{}",
                  target, body.size(), headers, body));
}

Answer TestClient::Post(std::string_view target, std::string_view body, std::string_view headers) {
  SendPost(target, body, headers);
  return Receive();
}

Answer TestClient::Say(std::string_view content, std::string_view headers) {
  SendTurn(content, headers);
  return Receive();
}

Answer TestClient::Get(std::string_view target, std::string_view headers) {
  Send(fmt::format("GET {} HTTP/1.1\r\nHost: test\r\n{}\r\n", target, headers));
  return Receive();
}

bool TestClient::SeesEnd() {
  char byte = 0;
  boost::system::error_code error;
  asio::read(socket_, asio::buffer(&byte, 1), error);
  return buffer_.size() == 0 && error == asio::error::eof;
}

}  // namespace clamor::server
