// SPDX-License-Identifier: Apache-2.0
// The coroutine type of the whole client. Its executor is concrete: any_io_executor would cost a
// virtual call per step.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace clamor {

namespace asio = boost::asio;

template <class T>
using Awaitable = asio::awaitable<T, asio::io_context::executor_type>;

inline constexpr asio::use_awaitable_t<asio::io_context::executor_type> kAwait;

}  // namespace clamor
