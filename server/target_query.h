// SPDX-License-Identifier: Apache-2.0
// The query of a request's target: what stands behind its `?`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clamor::server {

struct QueryField {
  std::string name;
  std::string value;  // empty also where the field has no `=`
  bool operator==(const QueryField&) const = default;
};

// The fields of "/path?a=b+c&d=%C3%A9" in their order, decoded as those of HTML forms are (`+` is a
// space); a name may come again. Throws std::invalid_argument with one line where a `%` is not
// followed by two hexadecimal digits.
std::vector<QueryField> ReadTargetQuery(std::string_view target);

// What stands between the separators, which may be nothing: "a,,b" has three parts, "" has none.
std::vector<std::string_view> Split(std::string_view text, char separator);

}  // namespace clamor::server
