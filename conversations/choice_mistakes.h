// SPDX-License-Identifier: Apache-2.0
// What is wrong with what is asked of a set of conversations, as messages say it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "clamor/conversation.h"

namespace clamor {

// The values that the tag has in the files.
std::set<std::string> TagValuesOf(const std::vector<Conversation>& all, const std::string& tag);

// As messages show a tag's value: an empty one would not be seen.
std::string ShownTagValue(const std::string& value);

// "no conversation has workflow=cod, expected one of code, refusal; did you mean "code"?"
std::string NoneHas(const std::vector<Conversation>& all, const std::string& tag,
                    const std::string& value);

// What is wrong with the choice among these; empty when nothing is.
std::string MistakeIn(const TagChoice& choice, const std::vector<Conversation>& all);

}  // namespace clamor
