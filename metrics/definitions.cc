// SPDX-License-Identifier: Apache-2.0
#include "metrics/definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "metrics/catalogue.h"

namespace clamor {
namespace {

bool IsWord(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// "p95", "mean": the grammar takes them for functions.
bool IsFunction(std::string_view name) {
  if (name == "mean" || name == "min" || name == "max") return true;
  return name.size() > 1 && name[0] == 'p' &&
         name.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

std::optional<std::string> WhatIsWrongWith(std::string_view what, const std::string& name,
                                           std::set<std::string>& names) {
  if (!IsWord(name)) {
    return fmt::format("{} \"{}\": expected a name of letters, digits and _", what, name);
  }
  if (!names.insert(name).second) {
    return fmt::format("{} \"{}\" is defined twice, expected one definition", what, name);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> WhatIsWrongWith(const std::vector<NamedCheck>& checks,
                                           const std::vector<DefinedMetric>& defined) {
  std::set<std::string> names;
  for (const NamedCheck& check : checks) {
    if (auto problem = WhatIsWrongWith("the check", check.name, names)) return problem;
  }
  if (checks.size() > SeriesPlan::kMostChecks) {
    return fmt::format("{} checks, the protocol's own included, expected at most {}", checks.size(),
                       SeriesPlan::kMostChecks);
  }
  names.clear();
  for (const DefinedMetric& metric : defined) {
    if (auto problem = WhatIsWrongWith("the metric", metric.name, names)) return problem;
    if (FindMetric(metric.name) != nullptr || IsFunction(metric.name)) {
      return fmt::format("the metric \"{}\": SLAs know this name already, expected one of its own",
                         metric.name);
    }
  }
  return std::nullopt;
}

}  // namespace clamor
