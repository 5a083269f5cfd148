// SPDX-License-Identifier: Apache-2.0
// What the connections of one worker thread share. Everything belongs to that thread: no locks.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <vector>

#include "base/url.h"
#include "net/deadline_sweep.h"
#include "net/net_error.h"
#include "net/tls.h"

namespace clamor {

struct NetContext {
  // `tls` is needed where the target is https, and must outlive the context's connections.
  NetContext(boost::asio::io_context& io_context, Url target_url,
             std::vector<boost::asio::ip::tcp::endpoint> target_endpoints,
             const TlsContext* tls_context, const Limits& limits)
      : io(io_context),
        url(std::move(target_url)),
        endpoints(std::move(target_endpoints)),
        tls(tls_context),
        deadlines(io_context, limits) {}

  boost::asio::io_context& io;
  const Url url;
  const std::vector<boost::asio::ip::tcp::endpoint> endpoints;
  const TlsContext* const tls;
  DeadlineSweep deadlines;
  // Every connection's reads go through this one buffer, so an idle stream costs none (see
  // StampedStream).
  std::array<char, 65536> buffer;

  double LimitInSeconds(Limit limit) const {
    return std::chrono::duration<double>(deadlines.limits().Of(limit)).count();
  }
};

// What the end of Limit::kConnect is called.
NetError NoConnection(const NetContext& context);

}  // namespace clamor
