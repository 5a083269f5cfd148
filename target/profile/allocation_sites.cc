// SPDX-License-Identifier: Apache-2.0
#include "target/profile/allocation_sites.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

#include "base/escape.h"
#include "target/profile/weight.h"

namespace clamor {
namespace {

constexpr std::size_t kCallers = 3;
constexpr std::size_t kRows = 20;
constexpr std::size_t kNameBytes = 150;

constexpr std::array kAllocators = std::to_array<std::string_view>(
    {"operator new", "malloc", "calloc", "realloc", "__libc_", "_int_malloc", "posix_memalign",
     "aligned_alloc", "memalign", "mmap", "<unresolved", "[unknown]", "0x", "???"});

// "std::vector<>::push_back(int&&) (stl_vector.h)", also behind the type that it returns.
bool IsStandardLibrary(std::string_view frame) {
  const std::string_view name = frame.substr(0, frame.find('('));
  return name.starts_with("std::") || name.starts_with("__gnu_cxx::") ||
         name.find(" std::") != std::string_view::npos;
}

bool IsAllocator(std::string_view frame) {
  return IsStandardLibrary(frame) || frame.ends_with(" (builtin)") ||
         std::any_of(kAllocators.begin(), kAllocators.end(),
                     [&](std::string_view name) { return frame.starts_with(name); });
}

// The place in the stack of the site.
std::size_t SiteIn(const Stack& stack) {
  for (std::size_t at = stack.size(); at > 0; --at) {
    if (!IsAllocator(stack[at - 1])) return at - 1;
  }
  return stack.size() - 1;
}

std::vector<std::string> CallersOf(const Stack& stack, std::size_t site) {
  std::vector<std::string> callers;
  while (site > 0 && callers.size() < kCallers) callers.push_back(stack[--site]);
  return callers;
}

struct Gathered {
  AllocationSite site;
  std::uint64_t heaviest = 0;
};

std::string Row(const AllocationSite& site, std::uint64_t total) {
  std::string row =
      fmt::format("{:>9} {:>8}  {}\n", ShowWeight(site.bytes, WeightUnit::kBytes),
                  ShowShare(site.bytes, total), ForTerminal(site.function, kNameBytes));
  for (const std::string& caller : site.callers) {
    fmt::format_to(std::back_inserter(row), "{:>20}  called by {}\n", "",
                   ForTerminal(caller, kNameBytes));
  }
  return row;
}

}  // namespace

std::vector<AllocationSite> TopSites(const FoldedStacks& bytes, std::size_t count) {
  std::map<std::string, Gathered> by_function;
  for (const auto& [stack, weight] : bytes.stacks()) {
    const std::size_t at = SiteIn(stack);
    Gathered& gathered = by_function[stack[at]];
    gathered.site.bytes += weight;
    if (weight <= gathered.heaviest) continue;
    gathered.heaviest = weight;
    gathered.site.callers = CallersOf(stack, at);
  }
  std::vector<AllocationSite> sites;
  for (auto& [function, gathered] : by_function) {
    gathered.site.function = function;
    sites.push_back(std::move(gathered.site));
  }
  std::stable_sort(sites.begin(), sites.end(),
                   [](const auto& a, const auto& b) { return a.bytes > b.bytes; });
  sites.resize(std::min(sites.size(), count));
  return sites;
}

std::string SitesTable(std::string_view title, const FoldedStacks& bytes) {
  std::string table = fmt::format("{}\n\n", title);
  if (bytes.empty()) return table + "Nothing was recorded.\n";
  fmt::format_to(std::back_inserter(table), "{:>9} {:>8}  {}\n", "bytes", "share", "allocated by");
  for (const AllocationSite& site : TopSites(bytes, kRows)) table += Row(site, bytes.total());
  fmt::format_to(std::back_inserter(table), "{:>9} {:>8}  {}\n",
                 ShowWeight(bytes.total(), WeightUnit::kBytes), "100.0 %", "all");
  return table;
}

}  // namespace clamor
