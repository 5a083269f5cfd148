// SPDX-License-Identifier: Apache-2.0
// The target's addresses, asked once before a run, so that no lookup is ever part of a measured
// turn.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <vector>

#include "base/url.h"

namespace clamor {

// Every TCP endpoint of the URL's host in the system's order of preference; blocks. Throws
// NetError(kResolve).
std::vector<boost::asio::ip::tcp::endpoint> Resolve(const Url& url);

}  // namespace clamor
