// SPDX-License-Identifier: Apache-2.0
// Keeps what a dialect tells.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "clamor/dialect.h"

namespace clamor {

struct TestAnswer final : Answer {
  void Content(std::string_view piece) override {
    text += piece;
    content_pieces += piece.empty() ? 0 : 1;
  }
  void Reasoning(std::string_view piece) override { reasoning += piece; }
  void ToolCall(std::string_view piece) override { tools += piece; }
  void Usage(long prompt, long completion) override { usage.emplace_back(prompt, completion); }
  void Finish(std::string_view reason) override { finish.emplace_back(reason); }
  void Check(std::size_t index, bool passed) override {
    checks_told |= std::uint64_t{1} << index;
    if (passed) checks_passed |= std::uint64_t{1} << index;
  }
  void Sample(std::string_view metric, double value) override {
    samples.emplace_back(metric, value);
  }
  void Done() override { ++done; }
  void Fail(std::string_view message) override { Fail(Failure::kStreamError, message); }
  void Fail(Failure reason, std::string_view message) override {
    failures.emplace_back(reason, message);
  }

  bool HasContent() const { return !text.empty() || !reasoning.empty() || !tools.empty(); }

  std::string text;
  std::string reasoning;
  std::string tools;
  int content_pieces = 0;
  std::vector<std::pair<long, long>> usage;
  std::vector<std::string> finish;
  std::vector<std::pair<Failure, std::string>> failures;
  std::uint64_t checks_told = 0;
  std::uint64_t checks_passed = 0;
  std::vector<std::pair<std::string, double>> samples;
  int done = 0;
};

}  // namespace clamor
