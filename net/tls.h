// SPDX-License-Identifier: Apache-2.0
// TLS for clients over a non-blocking stamped stream. OpenSSL reads straight from recvmsg by a BIO
// of our own: bytes then keep their kernel stamps, go through the thread's shared buffer, and no
// connection holds buffers while it is idle.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "net/stamped_stream.h"

namespace clamor {

struct TlsOptions {
  std::string ca_file;    // PEM; in place of the system's authorities where it is not empty
  bool insecure = false;  // verify neither certificate nor host name
};

// What sessions share; not to be destroyed before them. One per thread avoids contended reference
// counts.
class TlsContext {
 public:
  // TLS 1.2 or newer. Throws std::invalid_argument where the CA file cannot be used.
  explicit TlsContext(const TlsOptions& options);

 private:
  friend class TlsSession;
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
  };
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<BIO_METHOD, Free> method_;
};

// What a TLS step needs before it can go on.
enum class TlsNeeds { kNothing, kRead, kWrite };

// One connection's TLS. No step blocks; each throws NetError(kTls) when TLS itself fails and
// NetError(kReset) when the transport ends without TLS having been closed.
class TlsSession {
 public:
  // `host` is what the certificate must be for: a name or an address. The stream must outlive the
  // session.
  TlsSession(const TlsContext& context, StampedStream& stream, const std::string& host);

  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  TlsNeeds Handshake();
  // Decrypts into `data`; `n` is what came. kNothing with n == 0 is the peer's proper end.
  TlsNeeds Read(char* data, std::size_t size, std::size_t& n);
  TlsNeeds Write(const char* data, std::size_t size, std::size_t& n);
  // Whether bytes already received may still give data without another read from the socket.
  bool HasPending() const { return SSL_has_pending(ssl_.get()) != 0; }
  // Whether an idle connection can still be used: the peer has neither closed nor sent anything
  // unasked.
  bool IsQuiet();

 private:
  friend class TlsContext;  // hands the three below to OpenSSL
  static int ReadBio(BIO* bio, char* data, int size);
  static int WriteBio(BIO* bio, const char* data, int size);
  static long ControlBio(BIO* bio, int command, long number, void* pointer);

  void ExpectHost();
  void BeginStep();
  TlsNeeds Outcome(int result);
  [[noreturn]] void Fail() const;

  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  std::string host_;
  StampedStream& stream_;
  std::unique_ptr<SSL, Free> ssl_;
  bool established_ = false;
  boost::system::error_code transport_;  // what ended the stream below
};

}  // namespace clamor
