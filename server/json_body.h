// SPDX-License-Identifier: Apache-2.0
// The body of a request as JSON. It is somebody else's: parsed without recursion, and held to be
// UTF-8.
#pragma once

#include <rapidjson/document.h>

#include <string_view>

namespace clamor::server {

// `expected`: the object's shape, for a message. Throws std::invalid_argument with one line that
// says where the body is no JSON, or that it is no object.
rapidjson::Document ParseObject(std::string_view body, std::string_view expected);

}  // namespace clamor::server
