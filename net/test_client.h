// SPDX-License-Identifier: Apache-2.0
// An HttpClient with a thread of its own for tests: each exchange runs to its end and tells what
// happened.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_client.h"
#include "net/net_error.h"
#include "net/resolve.h"

namespace clamor {

// Collects a response; `marker` in the body is its terminal marker.
struct CollectingSink : ResponseSink {
  void OnHead(const ResponseHead& head, const Arrival&) override { status = head.status; }
  Wants OnBody(std::string_view bytes, const Arrival& arrival) override {
    body += bytes;
    arrivals.push_back(arrival);
    if (on_body) on_body();
    return !marker.empty() && body.find(marker) != std::string::npos ? at_marker : Wants::kMore;
  }

  std::string marker;
  Wants at_marker = Wants::kDrain;
  std::function<void()> on_body;
  int status = 0;
  std::string body;
  std::vector<Arrival> arrivals;
};

inline CollectingSink UntilMarker(std::string marker, Wants then = Wants::kDrain) {
  CollectingSink sink;
  sink.marker = std::move(marker);
  sink.at_marker = then;
  return sink;
}

struct Outcome {
  int status = 0;
  std::string body;
  std::vector<Arrival> arrivals;
  ExchangeTimes times;
  std::optional<Failure> failure;
  bool cut = false;
  std::string message;  // of what was thrown
};

class TestClient {
 public:
  explicit TestClient(const std::string& url, const Limits& limits = {},
                      const TlsContext* tls = nullptr)
      : context_(io_, ParseUrl(url), Resolve(ParseUrl(url)), tls, limits), http_(context_) {}

  Outcome Get(CollectingSink sink = {}) { return Do("GET / HTTP/1.1\r\nHost: test\r\n\r\n", sink); }

  Outcome Do(std::string_view request, CollectingSink& sink) {
    Outcome outcome;
    asio::co_spawn(io_, http_.Exchange(request, sink, outcome.times),
                   [&outcome](std::exception_ptr thrown) { Explain(thrown, outcome); });
    io_.restart();
    io_.run();
    outcome.status = sink.status;
    outcome.body = sink.body;
    outcome.arrivals = sink.arrivals;
    return outcome;
  }

  HttpClient& http() { return http_; }
  asio::io_context& io() { return io_; }

 private:
  static void Explain(const std::exception_ptr& thrown, Outcome& outcome) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const NetError& error) {
      outcome.failure = error.reason();
      outcome.message = error.what();
    } catch (const Cut& cut) {
      outcome.cut = true;
      outcome.message = cut.what();
    } catch (const std::exception& error) {
      outcome.message = error.what();
    }
  }

  asio::io_context io_;
  NetContext context_;
  HttpClient http_;
};

inline std::string Loopback(std::uint16_t port, const std::string& scheme = "http") {
  return scheme + "://127.0.0.1:" + std::to_string(port);
}

}  // namespace clamor
