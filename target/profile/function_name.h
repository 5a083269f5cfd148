// SPDX-License-Identifier: Apache-2.0
// Names of C++ functions where there is little room.
#pragma once

#include <string>
#include <string_view>

namespace clamor {

// Without the arguments of templates and the outer namespaces:
// "boost::asio::detail::write_op<A, B>::operator()(int)" -> "write_op<>::operator()(int)". Names
// that are no C++, and what cannot be told, stay as they are.
std::string ShortFunctionName(std::string_view name);

}  // namespace clamor
