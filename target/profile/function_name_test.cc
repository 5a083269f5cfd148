// SPDX-License-Identifier: Apache-2.0
#include "target/profile/function_name.h"

#include <gtest/gtest.h>

#include <string>

namespace clamor {
namespace {

TEST(FunctionName, LosesTemplateArgumentsAndOuterNamespaces) {
  EXPECT_EQ(ShortFunctionName("boost::asio::detail::scheduler::run"), "scheduler::run");
  EXPECT_EQ(ShortFunctionName("boost::asio::detail::write_op<a::B, c<d::E>, 2>::operator()(f::G)"),
            "write_op<>::operator()(f::G)");
  EXPECT_EQ(ShortFunctionName("std::map<int, a::B>::find(a::B const&) (map.h)"),
            "map<>::find(a::B const&) (map.h)");
}

TEST(FunctionName, StaysAsItIsWhereItIsShortOrNoCpp) {
  for (const char* name :
       {"main", "Serve::Run", "(anonymous namespace)::Burn", "answer app/server.js:6",
        "waiting: PROMISE", "a::b::operator<<(c::d&)", "a::b::operator->", "a::b<c", "a::b>c", "",
        "::", "(garbage collector)"}) {
    EXPECT_EQ(ShortFunctionName(name), name);
  }
}

}  // namespace
}  // namespace clamor
