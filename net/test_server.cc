// SPDX-License-Identifier: Apache-2.0
// The scripted server, on plain sockets.
#include "net/test_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace clamor {
namespace {

void Require(bool good, const char* what) {
  if (!good) throw std::runtime_error(what);
}

// Binds to a free port and listens; returns the port.
std::uint16_t Listen(int listener, const std::string& address) {
  sockaddr_storage storage{};
  socklen_t size = 0;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
  const bool is_v6 = address.find(':') != std::string::npos;
  if (is_v6) {
    v6->sin6_family = AF_INET6;
    size = sizeof *v6;
    Require(inet_pton(AF_INET6, address.c_str(), &v6->sin6_addr) == 1, "address");
  } else {
    v4->sin_family = AF_INET;
    size = sizeof *v4;
    Require(inet_pton(AF_INET, address.c_str(), &v4->sin_addr) == 1, "address");
  }
  auto* any = reinterpret_cast<sockaddr*>(&storage);
  Require(bind(listener, any, size) == 0 && listen(listener, 16) == 0, "bind");
  Require(getsockname(listener, any, &size) == 0, "getsockname");
  return ntohs(is_v6 ? v6->sin6_port : v4->sin_port);
}

void AddName(X509* certificate, const std::string& name) {
  std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str()),
      X509_EXTENSION_free);
  Require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "name");
}

// OpenSSL writes to a socket as to a file.
void BlockBrokenPipes() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

TestCertificate::TestCertificate(const std::string& name)
    : key(EVP_EC_gen("P-256"), EVP_PKEY_free), certificate(X509_new(), X509_free) {
  X509* const x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
  X509_set_pubkey(x509, key.get());
  X509_NAME* const subject = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("clamor test"), -1, -1, 0);
  X509_set_issuer_name(x509, subject);
  AddName(x509, name);
  Require(X509_sign(x509, key.get(), EVP_sha256()) != 0, "sign");
}

void TestCertificate::WriteTo(const std::string& path) const {
  std::unique_ptr<std::FILE, decltype(&std::fclose)> file(std::fopen(path.c_str(), "w"),
                                                          std::fclose);
  Require(file && PEM_write_X509(file.get(), certificate.get()) == 1, "write");
}

TestPeer::TestPeer(int socket, SSL_CTX* tls) : socket_(socket) {
  if (tls == nullptr) return;
  ssl_.reset(SSL_new(tls));
  SSL_set_fd(ssl_.get(), socket_);
  Require(SSL_accept(ssl_.get()) == 1, "handshake");
}

TestPeer::~TestPeer() { Drop(); }

std::size_t TestPeer::ReadSome(char* data, std::size_t size) {
  const auto n = ssl_ ? SSL_read(ssl_.get(), data, static_cast<int>(size))
                      : static_cast<int>(::recv(socket_, data, size, 0));
  return n > 0 ? static_cast<std::size_t>(n) : 0;
}

std::string TestPeer::ReadRequest() {
  constexpr std::string_view kLength = "Content-Length: ";
  std::string request;
  std::size_t wanted = std::string::npos;
  while (request.size() < wanted) {
    std::array<char, 65536> buffer;
    const std::size_t n = ReadSome(buffer.data(), buffer.size());
    Require(n != 0, "the client closed its side");
    request.append(buffer.data(), n);
    if (wanted != std::string::npos) continue;
    const std::size_t end = request.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    const std::size_t length = request.find(kLength);
    wanted = end + 4;
    if (length < end) wanted += std::stoul(request.substr(length + kLength.size(), end - length));
  }
  return request;
}

std::string TestPeer::ReadBytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t have = 0; have < count;) {
    const std::size_t n = ReadSome(bytes.data() + have, count - have);
    Require(n != 0, "the client closed its side");
    have += n;
  }
  return bytes;
}

void TestPeer::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n =
        ssl_ ? SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()))
             : static_cast<int>(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    Require(n > 0, "send");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string TestPeer::Sealed(std::string_view bytes) {
  BIO* const memory = BIO_new(BIO_s_mem());
  SSL_set0_wbio(ssl_.get(), memory);
  Send(bytes);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string record(data, static_cast<std::size_t>(size));
  SSL_set0_wbio(ssl_.get(), BIO_new_socket(socket_, BIO_NOCLOSE));
  return record;
}

void TestPeer::SendSealed(std::string_view record) {
  const ssize_t n = ::send(socket_, record.data(), record.size(), MSG_NOSIGNAL);
  Require(n == static_cast<ssize_t>(record.size()), "send");
}

void TestPeer::Close() {
  if (ssl_) SSL_shutdown(ssl_.get());
  Drop();
}

void TestPeer::Drop() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void TestPeer::Reset() {
  const linger now{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  Drop();
}

void TestPeer::WaitForClose() {
  std::array<char, 4096> buffer;
  while (ReadSome(buffer.data(), buffer.size()) != 0) {
  }
}

TestServer::TestServer(Script script, const TestCertificate* certificate,
                       const std::string& address) {
  listener_ = ::socket(address.find(':') == std::string::npos ? AF_INET : AF_INET6,
                       SOCK_STREAM | SOCK_CLOEXEC, 0);
  Require(listener_ >= 0, "socket");
  port_ = Listen(listener_, address);
  if (certificate != nullptr) {
    tls_.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(tls_.get(), certificate->certificate.get());
    SSL_CTX_use_PrivateKey(tls_.get(), certificate->key.get());
  }
  thread_ = std::thread([this, script = std::move(script)] {
    BlockBrokenPipes();
    try {
      script(*this);
    } catch (const std::runtime_error&) {  // the client went away: what it saw is what is tested
    }
  });
}

TestServer::~TestServer() {
  ::shutdown(listener_, SHUT_RDWR);  // wakes a script that waits for a client
  thread_.join();
  ::close(listener_);
}

std::unique_ptr<TestPeer> TestServer::Accept() {
  const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  Require(socket >= 0, "accept");
  return std::make_unique<TestPeer>(socket, tls_.get());
}

TestServer::Script AnswerWith(std::string_view bytes, void (TestPeer::*then)()) {
  return [bytes = std::string(bytes), then](TestServer& server) {
    const auto peer = server.Accept();
    peer->ReadRequest();
    peer->Send(bytes);
    (*peer.*then)();
  };
}

}  // namespace clamor
