// SPDX-License-Identifier: Apache-2.0
#include "base/pattern.h"

#include <boost/regex.hpp>

#include <stdexcept>
#include <string>

namespace clamor {

struct Pattern::Compiled {
  boost::regex expression;
};

Pattern::Pattern(std::string_view expression) {
  try {
    // Boost's defaults are Perl's /m and /s; ECMAScript's are neither.
    constexpr auto kSyntax =
        boost::regex::ECMAScript | boost::regex::no_mod_m | boost::regex::no_mod_s;
    compiled_ = std::make_shared<const Compiled>(
        Compiled{boost::regex(expression.data(), expression.data() + expression.size(), kSyntax)});
  } catch (const boost::regex_error& e) {
    // Behind the reason Boost repeats the expression with a marker inside.
    const std::string_view what = e.what();
    throw std::invalid_argument(std::string(what.substr(0, what.find("  The error occurred"))));
  }
}

Match Pattern::FindIn(std::string_view text) const {
  try {
    const bool found =
        boost::regex_search(text.data(), text.data() + text.size(), compiled_->expression);
    return found ? Match::kFound : Match::kNotFound;
  } catch (const std::runtime_error&) {  // of Boost's limit on states or memory
    return Match::kTooCostly;
  }
}

}  // namespace clamor
