// SPDX-License-Identifier: Apache-2.0
// A service level agreement: a threshold on a measure. It has one grammar and two spellings; the
// typed one of metric.h prints as, and is read back from, the text:
//
// clang-format off
//   sla        := value comparison limit { clause }   p95(time_to_first_token){stream=true} < 500ms
//   value      := measure [ "/" measure ]             p95(response_time) / p50(response_time) < 5
//   measure    := name [ "(" argument ")" ] [ "{" tags "}" ]
//   argument   := metric | failure | check | limits   failures(reset) <= 3
//   limits     := metric "<" limit { "," ... }        goodput(time_to_first_token < 1s, response_time < 5s) > 95%
//   tags       := tag "=" word-or-quoted { "," ... }  error_rate{model="gpt-4 turbo",stream=true} < 1%
//   comparison := "<" | "<=" | ">" | ">="
//   limit      := number [ ns | us | ms | s | min | % | /s | B | kB | MB | GB | KiB | MiB | GiB | kB/s | ... ]
//   clause     := "over" limit                        each such window is judged
//               | "abort after" limit                 a promise broken after this long ends the run
// clang-format on
//
// Names are the catalogue's (docs/metrics.md), and those of the metrics that the suite defined:
// p95(answer_words) < 200 of a trend, max(depth) of a gauge, a counter's or rate's name alone.
#pragma once

#include <string>
#include <string_view>

#include "clamor/units.h"

namespace clamor {

struct [[nodiscard]] Sla {
  std::string text;
};

namespace internal {
// "p95(x)" with {tag=value} added; the value is quoted where the grammar asks for it.
std::string WithTag(const std::string& measure, std::string_view tag, std::string_view value);

// "p95(x) < 500ms": the limit in the largest unit that shows it exactly.
Sla Limit(const std::string& measure, std::string_view comparison, Seconds limit);
Sla Limit(const std::string& measure, std::string_view comparison, Ratio limit);
Sla Limit(const std::string& measure, std::string_view comparison, Rate limit);
Sla Limit(const std::string& measure, std::string_view comparison, Bytes limit);
Sla Limit(const std::string& measure, std::string_view comparison, ByteRate limit);
Sla Limit(const std::string& measure, std::string_view comparison, Count limit);
Sla Limit(const std::string& measure, std::string_view comparison, double limit);
}  // namespace internal

}  // namespace clamor
