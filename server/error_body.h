// SPDX-License-Identifier: Apache-2.0
// The JSON that goes with an error status. Each API has words of its own, so that each route names
// its own.
#pragma once

#include <boost/beast/http/status.hpp>
#include <ostream>  // which status.hpp needs, and forgets
#include <string>
#include <string_view>

namespace clamor::server {

namespace http = boost::beast::http;

using ErrorBody = std::string (*)(http::status status, std::string_view message);

// {"error": {"code": 404, "message": "..."}}
std::string PlainErrorBody(http::status status, std::string_view message);

}  // namespace clamor::server
