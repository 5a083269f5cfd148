// SPDX-License-Identifier: Apache-2.0
// OpenSSL over a stamped stream.
#include "net/tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <climits>
#include <new>
#include <stdexcept>

#include "base/escape.h"
#include "net/net_error.h"

namespace clamor {
namespace {

constexpr std::size_t kShown = 200;

bool IsAddress(const std::string& host) {
  boost::system::error_code error;
  boost::asio::ip::make_address(host, error);
  return !error;
}

std::string OpenSslReason() {
  const unsigned long code = ERR_peek_last_error();
  const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown error" : reason;
}

void UseAuthorities(SSL_CTX* context, const std::string& ca_file) {
  if (ca_file.empty()) {
    SSL_CTX_set_default_verify_paths(context);
  } else if (SSL_CTX_load_verify_file(context, ca_file.c_str()) != 1) {
    throw std::invalid_argument(fmt::format("cannot read certificates from '{}': {} (expected PEM)",
                                            ForTerminal(ca_file, kShown), OpenSslReason()));
  }
}

int AsSize(std::size_t size) {
  return static_cast<int>(std::min(size, static_cast<std::size_t>(INT_MAX)));
}

}  // namespace

TlsContext::TlsContext(const TlsOptions& options)
    : context_(SSL_CTX_new(TLS_client_method())),
      method_(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "stamped stream")) {
  if (!context_ || !method_) throw std::bad_alloc();
  SSL_CTX* const context = context_.get();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);  // one recvmsg for all that is there, not two per record
  if (options.insecure) {
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
  } else {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    UseAuthorities(context, options.ca_file);
  }
  BIO_meth_set_read(method_.get(), TlsSession::ReadBio);
  BIO_meth_set_write(method_.get(), TlsSession::WriteBio);
  BIO_meth_set_ctrl(method_.get(), TlsSession::ControlBio);
}

TlsSession::TlsSession(const TlsContext& context, StampedStream& stream, const std::string& host)
    : host_(host), stream_(stream), ssl_(SSL_new(context.context_.get())) {
  BIO* const bio = ssl_ ? BIO_new(context.method_.get()) : nullptr;
  if (bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);  // which it owns from here
  SSL_set_connect_state(ssl_.get());
  ExpectHost();
}

// Certificates of addresses are checked against their IP names, and addresses are never sent as SNI
// (RFC 6066).
void TlsSession::ExpectHost() {
  SSL* const ssl = ssl_.get();
  bool known = false;
  if (IsAddress(host_)) {
    known = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host_.c_str()) == 1;
  } else {
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    known =
        SSL_set1_host(ssl, host_.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host_.c_str()) == 1;
  }
  if (!known) throw NetError(Failure::kTls, fmt::format("TLS cannot use host '{}'", host_));
}

int TlsSession::ReadBio(BIO* bio, char* data, int size) {
  auto& self = *static_cast<TlsSession*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  boost::system::error_code error;
  const std::size_t n = self.stream_.Receive(data, static_cast<std::size_t>(size), error);
  if (!error) return static_cast<int>(n);
  if (error == boost::asio::error::would_block) {
    BIO_set_retry_read(bio);
  } else {
    self.transport_ = error;
  }
  return error == boost::asio::error::eof ? 0 : -1;
}

int TlsSession::WriteBio(BIO* bio, const char* data, int size) {
  auto& self = *static_cast<TlsSession*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  boost::system::error_code error;
  const std::size_t n = self.stream_.Send(data, static_cast<std::size_t>(size), error);
  if (!error) return static_cast<int>(n);
  if (error == boost::asio::error::would_block) {
    BIO_set_retry_write(bio);
  } else {
    self.transport_ = error;
  }
  return -1;
}

long TlsSession::ControlBio(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command != BIO_CTRL_EOF) return 0;
  const auto& self = *static_cast<TlsSession*>(BIO_get_data(bio));
  return self.transport_ == boost::asio::error::eof ? 1 : 0;
}

TlsNeeds TlsSession::Handshake() {
  BeginStep();
  const TlsNeeds needs = Outcome(SSL_do_handshake(ssl_.get()));
  established_ = needs == TlsNeeds::kNothing;
  return needs;
}

TlsNeeds TlsSession::Read(char* data, std::size_t size, std::size_t& n) {
  BeginStep();
  const int result = SSL_read(ssl_.get(), data, AsSize(size));
  n = result > 0 ? static_cast<std::size_t>(result) : 0;
  return Outcome(result);
}

TlsNeeds TlsSession::Write(const char* data, std::size_t size, std::size_t& n) {
  BeginStep();
  const int result = SSL_write(ssl_.get(), data, AsSize(size));
  n = result > 0 ? static_cast<std::size_t>(result) : 0;
  return Outcome(result);
}

bool TlsSession::IsQuiet() {
  BeginStep();
  char byte = 0;
  const int result = SSL_peek(ssl_.get(), &byte, 1);  // takes session tickets on its way
  return result <= 0 && SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_READ;
}

// SSL_get_error looks at the thread's error queue, in which other connections may have left
// something.
void TlsSession::BeginStep() { ERR_clear_error(); }

TlsNeeds TlsSession::Outcome(int result) {
  if (result > 0) return TlsNeeds::kNothing;
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return TlsNeeds::kRead;
    case SSL_ERROR_WANT_WRITE:
      return TlsNeeds::kWrite;
    case SSL_ERROR_ZERO_RETURN:
      return TlsNeeds::kNothing;
    default:
      Fail();
  }
}

void TlsSession::Fail() const {
  const long verdict = SSL_get_verify_result(ssl_.get());
  if (!established_ && verdict != X509_V_OK) {
    throw NetError(Failure::kTls,
                   fmt::format("the certificate of {} is not accepted: {} (for a private authority "
                               "use --clamor_tls_ca=FILE)",
                               host_, X509_verify_cert_error_string(verdict)));
  }
  if (established_ && transport_) {
    throw NetError(Failure::kReset,
                   fmt::format("{} dropped the connection without closing TLS", host_));
  }
  if (transport_) {
    throw NetError(Failure::kTls, fmt::format("{} dropped the connection in the TLS handshake "
                                              "(does it speak TLS on this port?)",
                                              host_));
  }
  throw NetError(Failure::kTls,
                 fmt::format("TLS with {} failed: {}{}", host_, OpenSslReason(),
                             established_ ? "" : " (does it speak TLS on this port?)"));
}

}  // namespace clamor
