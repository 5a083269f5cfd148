// SPDX-License-Identifier: Apache-2.0
// The same endpoints over TLS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "server/server.h"
#include "server/test_certificate.h"
#include "server/test_server.h"

namespace clamor::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
namespace ssl = asio::ssl;
namespace websocket = boost::beast::websocket;

constexpr std::string_view kTurn =
    "POST /stream/assistant/x HTTP/1.1\r\nConnection: close\r\nContent-Length: 53\r\n\r\n"
    "{\"role\": \"user\", \"content\": \"Repeat after me: hello\"}";

class Tls : public testing::Test {
 protected:
  Options SecureOptions() const {
    auto options = QuickOptions();
    options.tls_cert = certificate_.cert;
    options.tls_key = certificate_.key;
    return options;
  }
  const TestCertificate& certificate() const { return certificate_; }

 private:
  const TestCertificate certificate_ = MakeTestCertificate(testing::TempDir());
};

struct Exchanged {
  std::string bytes;
  boost::system::error_code end;
};

Exchanged SayOverTls(std::uint16_t port, ssl::context& context) {
  asio::io_context io;
  ssl::stream<asio::ip::tcp::socket> stream(io, context);
  stream.next_layer().connect({asio::ip::address_v4::loopback(), port});
  stream.handshake(ssl::stream_base::client);
  asio::write(stream, asio::buffer(kTurn));
  Exchanged exchanged;
  asio::read(stream, asio::dynamic_buffer(exchanged.bytes), exchanged.end);
  return exchanged;
}

TEST_F(Tls, CarriesAnAnswerAndSaysGoodbye) {
  TestServer server(SecureOptions());
  EXPECT_THAT(server.url(), StartsWith("https://127.0.0.1:"));
  ssl::context context(ssl::context::tls_client);
  context.set_verify_mode(ssl::verify_peer);
  context.load_verify_file(certificate().cert);
  const auto exchanged = SayOverTls(server.port(), context);
  // Not stream_truncated: the server's close_notify came before the end of the connection.
  EXPECT_EQ(exchanged.end, asio::error::eof);
  EXPECT_THAT(exchanged.bytes, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(exchanged.bytes, EndsWith("data: [DONE]\n\n"));
}

TEST_F(Tls, CarriesACallAndSaysGoodbye) {
  TestServer server(SecureOptions());
  ssl::context context(ssl::context::tls_client);
  asio::io_context io;
  websocket::stream<ssl::stream<asio::ip::tcp::socket>> call(io, context);
  call.next_layer().next_layer().connect({asio::ip::address_v4::loopback(), server.port()});
  call.next_layer().handshake(ssl::stream_base::client);
  call.handshake("test", "/ws");
  call.write(asio::buffer(std::string_view("no JSON")));
  boost::beast::flat_buffer message;
  call.read(message);
  EXPECT_THAT(boost::beast::buffers_to_string(message.data()), HasSubstr("error"));
  server.Stop();
  boost::system::error_code end;
  call.read(message, end);
  EXPECT_EQ(end, websocket::error::closed);
  EXPECT_EQ(call.reason().code, websocket::close_code::going_away);
}

TEST_F(Tls, IsNeverOlderThanVersion12) {
  TestServer server(SecureOptions());
  ssl::context context(ssl::context::tls_client);
  SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
  SSL_CTX_set_security_level(context.native_handle(), 0);
  EXPECT_THROW(SayOverTls(server.port(), context), boost::system::system_error);
}

TEST_F(Tls, OutlivesAClientThatSpeaksPlainHttp) {
  TestServer server(SecureOptions());
  TestClient plain(server.port());
  plain.Send("GET /plain HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(plain.Receive().error);
  ssl::context context(ssl::context::tls_client);
  EXPECT_THAT(SayOverTls(server.port(), context).bytes, HasSubstr("[DONE]"));
}

TEST_F(Tls, SaysWhichFileItCannotRead) {
  auto options = SecureOptions();
  options.tls_key = "/nonexistent/key.pem";
  try {
    Server server(options);
    FAIL() << "accepted";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), StartsWith("cannot read the private key /nonexistent/key.pem: "));
  }
}

}  // namespace
}  // namespace clamor::server
