// SPDX-License-Identifier: Apache-2.0
// The reference server: a listening socket, its threads, and its endpoints.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/admission.h"
#include "server/options.h"
#include "server/router.h"
#include "server/service.h"
#include "server/worker.h"

namespace clamor::server {

class Server {
 public:
  // Listens when it returns, and has written the port file. Throws std::runtime_error with one
  // line: an address that cannot be had, a certificate that cannot be read, a port file that cannot
  // be written.
  explicit Server(Options options);

  std::uint16_t port() const { return acceptor_->local_endpoint().port(); }

  // "http://127.0.0.1:8000"
  std::string url() const;

  // Serves until Stop, on the calling thread and those it was told to have beside it.
  void Run();

  // From any thread: no more connections, idle ones end, answers have two seconds to come to
  // theirs.
  void Stop();

 private:
  void Listen();
  void ReadCertificate();
  asio::awaitable<void> Accept();

  const Options options_;
  Service service_;
  Admission admission_;
  Router router_;
  std::optional<asio::ssl::context> tls_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::optional<asio::ip::tcp::acceptor> acceptor_;
  std::optional<asio::steady_timer> retry_;
};

}  // namespace clamor::server
