// SPDX-License-Identifier: Apache-2.0
// One thread of the server and the connections it serves.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <unordered_set>

#include "server/admission.h"
#include "server/connection.h"
#include "server/router.h"

namespace clamor::server {

// How long answers may go on once the server was told to stop.
inline constexpr std::chrono::seconds kStopGrace{2};

class Worker {
 public:
  // `router`, `tls` (none for plain TCP) and `admission` outlive the worker.
  Worker(const Router& router, asio::ssl::context* tls, Admission& admission)
      : router_(router), tls_(tls), admission_(admission), grace_(io_) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  asio::io_context& io() { return io_; }

  // Serves on the calling thread until it was stopped and the last connection has ended.
  void Run() { io_.run(); }

  // From any thread: takes over a socket that was made for this worker's io().
  void Take(asio::ip::tcp::socket socket);

  // From any thread: idle connections end, answers have the grace to.
  void Stop();

 private:
  asio::awaitable<void> Serve(asio::ip::tcp::socket socket);
  void StopHere();
  void Forget(Connection& connection);

  const Router& router_;
  asio::ssl::context* tls_;
  Admission& admission_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::unordered_set<Connection*> connections_;
  asio::steady_timer grace_;
  bool stopping_ = false;
};

}  // namespace clamor::server
