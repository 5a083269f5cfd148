// SPDX-License-Identifier: Apache-2.0
// What the report holds besides its results, built into the library.
#pragma once

#include <string>
#include <string_view>

namespace clamor::html {

std::string_view ReportStyle();   // report.css
std::string_view ReportScript();  // report.js

// What a policy names them by, "sha256-...": https://www.w3.org/TR/CSP3/#grammardef-hash-source
std::string ReportStyleHash();
std::string ReportScriptHash();

}  // namespace clamor::html
