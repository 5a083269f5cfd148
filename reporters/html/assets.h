// SPDX-License-Identifier: Apache-2.0
// What the report holds besides its results, built into the library.
#pragma once

#include <string_view>

namespace clamor::html {

std::string_view ReportStyle();  // report.css

}  // namespace clamor::html
