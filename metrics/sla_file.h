// SPDX-License-Identifier: Apache-2.0
// SLAs from outside: a file with one per line; `#` begins a comment. A line [Chat.*] says which
// load tests the SLAs below it are for, [*] or no such line: all of them.
//
//   error_rate < 1%
//
//   [Chat.Streaming*:Each/Chat.*]
//   p95(time_to_first_token) < 500ms
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/run_data.h"

namespace clamor {

// An SLA as it is written: what metrics it may name depends on the tests that it is for.
struct SlaLine {
  std::string text;  // without its comment; blanks at the beginning stay, for columns
  int line = 0;
};

struct SlaSection {
  std::string tests;  // "Chat.*:Voice.Calls"; empty: all
  std::string file;
  std::vector<SlaLine> slas;

  // Whether its SLAs are for the load test of that full name ("Each/Chat.Holds/small_talk"): one of
  // the patterns matches it, where `*` stands for any text and `?` for one character.
  bool IsFor(std::string_view test) const;
};

// The sections that hold an SLA, in their order. Throws std::runtime_error with one line,
// "file:line:column: what is wrong, what was expected", for a section's line that is none, and when
// there is no SLA at all.
std::vector<SlaSection> ReadSlaFile(const std::string& path);

// The same from the file's text; `file` is only named.
std::vector<SlaSection> ReadSections(std::string_view text, const std::string& file);

// Each SLA in its canonical spelling, with the file and line of its promise. `defined` are the
// metrics that it may name beside the catalogue's. Throws std::runtime_error with one line, as
// above, for the first mistake.
std::vector<PromisedSla> SlasOf(const SlaSection& section,
                                std::span<const DefinedMetric> defined = {});

}  // namespace clamor
