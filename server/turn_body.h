// SPDX-License-Identifier: Apache-2.0
// The body of an assistant's request.
#pragma once

#include <string>
#include <string_view>

namespace clamor::server {

// The content of {"role": "user", "content": "..."}; other members are not looked at. Throws
// std::invalid_argument with one line that names what is wrong and what was expected.
std::string ReadUserContent(std::string_view body);

}  // namespace clamor::server
