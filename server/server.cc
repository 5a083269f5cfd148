// SPDX-License-Identifier: Apache-2.0
// Listening, and sharing connections out among the threads.
#include "server/server.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "base/atomic_file.h"
#include "server/assistant.h"
#include "server/chat.h"
#include "server/plain.h"
#include "server/reasoning.h"
#include "server/voice.h"

namespace clamor::server {
namespace {

using asio::ip::tcp;
using Error = boost::system::error_code;

// A burst of thousands of connections must not overflow the queue of those not yet accepted; the
// kernel cuts it to its own limit (net.core.somaxconn).
constexpr int kBacklog = 65535;
constexpr std::chrono::milliseconds kAcceptRetry{10};

[[noreturn]] void Throw(const std::string& what, const Error& error) {
  throw std::runtime_error(what + ": " + error.message());
}

}  // namespace

Server::Server(Options options)
    : options_(std::move(options)), service_(options_), admission_(options_) {
  AddAssistant(router_, service_);
  AddChat(router_, service_);
  AddPlain(router_, service_);
  AddReasoning(router_, service_);
  AddVoice(router_, service_);
  if (!options_.tls_cert.empty()) ReadCertificate();
  for (std::size_t i = 0; i < options_.threads; ++i) {
    workers_.push_back(std::make_unique<Worker>(router_, tls_ ? &*tls_ : nullptr, admission_));
  }
  Listen();
  if (!options_.port_file.empty()) WriteWhole(options_.port_file, fmt::format("{}\n", port()));
}

void Server::ReadCertificate() {
  tls_.emplace(asio::ssl::context::tls_server);
  tls_->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  Error error;
  if (tls_->use_certificate_chain_file(options_.tls_cert, error)) {
    Throw("cannot read the certificate " + options_.tls_cert, error);
  }
  if (tls_->use_private_key_file(options_.tls_key, asio::ssl::context::pem, error)) {
    Throw("cannot read the private key " + options_.tls_key, error);
  }
}

void Server::Listen() {
  asio::io_context& io = workers_.front()->io();
  retry_.emplace(io);
  const std::string where = fmt::format("cannot listen on {}:{}", options_.host, options_.port);
  Error error;
  const auto found = tcp::resolver(io).resolve(options_.host, std::to_string(options_.port),
                                               tcp::resolver::passive, error);
  if (error) Throw(where, error);
  const tcp::endpoint endpoint = found.begin()->endpoint();
  acceptor_.emplace(io);
  if (acceptor_->open(endpoint.protocol(), error)) Throw(where, error);
  acceptor_->set_option(tcp::acceptor::reuse_address(true));
  if (acceptor_->bind(endpoint, error)) Throw(where, error);
  if (acceptor_->listen(kBacklog, error)) Throw(where, error);
}

std::string Server::url() const {
  const auto address = acceptor_->local_endpoint().address();
  const std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return fmt::format("{}://{}:{}", tls_ ? "https" : "http", host, port());
}

asio::awaitable<void> Server::Accept() {
  for (std::size_t next = 0;; next = (next + 1) % workers_.size()) {
    auto [error, socket] = co_await acceptor_->async_accept(
        workers_[next]->io(), asio::experimental::as_tuple(asio::use_awaitable));
    if (!acceptor_->is_open()) co_return;
    if (!error) {
      workers_[next]->Take(std::move(socket));
      continue;
    }
    // Out of descriptors: connections wait in the kernel's queue until some have ended.
    retry_->expires_after(kAcceptRetry);
    co_await retry_->async_wait(asio::experimental::as_tuple(asio::use_awaitable));
  }
}

void Server::Run() {
  asio::co_spawn(workers_.front()->io(), Accept(), asio::detached);
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < workers_.size(); ++i) {
    threads.emplace_back([worker = workers_[i].get()] { worker->Run(); });
  }
  workers_.front()->Run();
}

void Server::Stop() {
  asio::post(workers_.front()->io(), [this] {
    Error ignored;
    acceptor_->close(ignored);
    retry_->cancel();
    for (const auto& worker : workers_) worker->Stop();
  });
}

}  // namespace clamor::server
