// SPDX-License-Identifier: Apache-2.0
// Text of a server or a file made safe to show. Each function gives at most `max_bytes` bytes; what
// is longer is cut between two characters (never inside an escape) and ends in "...".
//
// All of them make visible what would act or hide: control characters (\x1b; C1 as \u009b),
// overrides of the writing direction and invisible characters (\u202e), and bytes that are not
// UTF-8 (\xff).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace clamor {

// One line for a terminal or a log: line breaks and tabs are shown as \n, \r, \t.
std::string ForTerminal(std::string_view text, std::size_t max_bytes);

// One line inside a Markdown table cell or paragraph, shown as it is: no markup, HTML, link,
// mention or issue number.
std::string ForMarkdown(std::string_view text, std::size_t max_bytes);

// The content of an XML 1.0 text or attribute before an XML writer escapes its entities. Line feeds
// and tabs stay.
std::string ForXml(std::string_view text, std::size_t max_bytes);

// HTML text or a quoted attribute, entities escaped. Line feeds and tabs stay.
std::string ForHtml(std::string_view text, std::size_t max_bytes);

// The message of a GitHub workflow command, "::error ...::MESSAGE"; line breaks are kept, as %0A.
std::string ForWorkflowMessage(std::string_view text, std::size_t max_bytes);

// The value of a property of one, "::error file=VALUE,...::".
std::string ForWorkflowProperty(std::string_view text, std::size_t max_bytes);

}  // namespace clamor
