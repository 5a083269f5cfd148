// SPDX-License-Identifier: Apache-2.0
// The table of endpoints. An endpoint is a coroutine that answers an exchange; adding one is adding
// a route.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/verb.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/error_body.h"

namespace clamor::server {

class Exchange;
using Endpoint = std::function<boost::asio::awaitable<void>(Exchange&)>;

struct Route {
  boost::beast::http::verb method;
  std::string path;      // "/health", or with one placeholder "/stream/assistant/{session_id}"
  bool guarded = false;  // asks for the server's token, and counts towards its rate limit
  ErrorBody error_body = &PlainErrorBody;
  Endpoint endpoint;
};

class Router {
 public:
  void Add(Route route) { routes_.push_back(std::move(route)); }

  struct Match {
    const Route* route = nullptr;            // none: see `allowed`
    std::string_view parameter;              // a view into the target
    ErrorBody error_body = &PlainErrorBody;  // of the path
    std::string allowed;  // the methods that the path knows; empty when no route has the path
  };

  // The target may carry a query, which no route looks at. A placeholder stands for one segment
  // that is not empty.
  Match Find(boost::beast::http::verb method, std::string_view target) const;

 private:
  std::vector<Route> routes_;
};

}  // namespace clamor::server
