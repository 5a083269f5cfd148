// SPDX-License-Identifier: Apache-2.0
// Tests of one measure in the model of shared_machine.h, and the boundaries of several looks, each
// as a Markdown table.
#pragma once

#include <cstdint>

namespace clamor::bench {

// How often tests at 5 % that look once reject, of the p95 of blocks or of all turns pooled.
void PrintTestsOfOneMeasure(int runs, std::uint64_t seed);

// How often five looks at 40 normal differences that differ from 0 by chance alone reject by the
// boundaries of metrics/regression/alpha_spending.h, beside what these were to spend.
void PrintLooks(int runs, std::uint64_t seed);

}  // namespace clamor::bench
