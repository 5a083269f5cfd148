// SPDX-License-Identifier: Apache-2.0
// The few members of a JSON object that a dialect looks at, read by SAX in place: no document tree
// per event.
#pragma once

#include <string>
#include <string_view>

namespace clamor {

struct TopLevel {
  bool has_text = false;   // the member named is a string, in `text`
  bool has_error = false;  // there is a member "error" that is neither null, false, 0 nor ""
  std::string_view text;   // into the scratch
  std::string_view label;  // the same of the second member; empty where it is no string
};

// Of a JSON object; nothing is there when it is none, or no JSON at all. The scratch holds the copy
// that is unescaped in place; give the same string each time and it stops allocating.
TopLevel ReadTopLevel(std::string_view json, std::string_view text_member, std::string& scratch,
                      std::string_view label_member = {});

}  // namespace clamor
