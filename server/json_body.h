// SPDX-License-Identifier: Apache-2.0
// The body of a request, or a message, as JSON. It is somebody else's: parsed without recursion,
// and held to be UTF-8.
#pragma once

#include <rapidjson/document.h>

#include <string_view>

namespace clamor::server {

// `expected`: the object's shape, and `what`: the text's name, for a message. Throws
// std::invalid_argument with one line that says where the text is no JSON, or that it is no object.
rapidjson::Document ParseObject(std::string_view text, std::string_view expected,
                                std::string_view what = "the body");

}  // namespace clamor::server
