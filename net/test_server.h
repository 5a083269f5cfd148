// SPDX-License-Identifier: Apache-2.0
// A scripted server for loopback tests: a thread that plays one peer after another, byte for byte.
// It shares nothing with the client but the operating system.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace clamor {

// A self-signed certificate and its key, made anew.
struct TestCertificate {
  // `name` is a subject alternative name as OpenSSL writes it: "IP:127.0.0.1", "DNS:localhost".
  explicit TestCertificate(const std::string& name);
  // Writes the certificate as PEM.
  void WriteTo(const std::string& path) const;

  std::shared_ptr<EVP_PKEY> key;
  std::shared_ptr<X509> certificate;
};

// One accepted connection, blocking. What fails throws std::runtime_error, which ends the script.
class TestPeer {
 public:
  TestPeer(int socket, SSL_CTX* tls);
  ~TestPeer();
  TestPeer(const TestPeer&) = delete;
  TestPeer& operator=(const TestPeer&) = delete;

  // Reads a head and as much body as its Content-Length says.
  std::string ReadRequest();
  // Reads so many bytes.
  std::string ReadBytes(std::size_t count);
  void Send(std::string_view bytes);
  // Over TLS: the record that Send would put on the wire, for SendSealed to send in parts.
  std::string Sealed(std::string_view bytes);
  void SendSealed(std::string_view record);
  // Ends TLS properly, where there is any, and then the connection.
  void Close();
  // Ends the connection without TLS's farewell.
  void Drop();
  // Ends the connection with a TCP reset.
  void Reset();
  // Returns when the client has closed its side.
  void WaitForClose();

 private:
  std::size_t ReadSome(char* data, std::size_t size);

  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  int socket_;
  std::unique_ptr<SSL, Free> ssl_;
};

class TestServer {
 public:
  using Script = std::function<void(TestServer&)>;

  // Listens on a free port of `address` (127.0.0.1 or ::1), then runs the script in a thread.
  // Throws where the address is not available.
  explicit TestServer(Script script, const TestCertificate* certificate = nullptr,
                      const std::string& address = "127.0.0.1");
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  // For scripts: waits for the next client.
  std::unique_ptr<TestPeer> Accept();
  std::uint16_t port() const { return port_; }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::unique_ptr<SSL_CTX, Free> tls_;
  std::thread thread_;
};

inline constexpr std::string_view kHi = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

// Answers the first request with these bytes, then does `then`.
TestServer::Script AnswerWith(std::string_view bytes,
                              void (TestPeer::*then)() = &TestPeer::WaitForClose);

}  // namespace clamor
