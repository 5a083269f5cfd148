// SPDX-License-Identifier: Apache-2.0
// Options of a suite's own, beside Clamor's: declared at namespace scope, read where they are used.
//
//   const SuiteOption<int> kConnections("connections", 10, "Connections at the same time");
//   TEST_F(Chat, Holds) { Play(ConversationsIn("chat"), ConstantUsers(*kConnections).For(30s)); }
//
// is given as `--connections=50` or by the variable CLAMOR_CONNECTIONS.
#pragma once

#include <string>

#include "clamor/units.h"

namespace clamor {

namespace internal {

class SuiteOptionBase {
 public:
  // Makes the option known to clamor::Main.
  SuiteOptionBase(std::string name, std::string help);
  virtual ~SuiteOptionBase();
  SuiteOptionBase(const SuiteOptionBase&) = delete;
  SuiteOptionBase& operator=(const SuiteOptionBase&) = delete;

  const std::string& name() const { return name_; }
  const std::string& help() const { return help_; }

  // As a user would write it.
  virtual std::string Text() const = 0;

  // Throws std::invalid_argument with what was expected.
  virtual void Read(const std::string& text) = 0;

 private:
  const std::string name_;
  const std::string help_;
};

// What a value looks like as text, and back; for the types that options may have.
std::string OptionText(int value);
std::string OptionText(double value);
std::string OptionText(const std::string& value);
std::string OptionText(Seconds value);
std::string OptionText(Rate value);
void ReadOption(const std::string& text, int& value);
void ReadOption(const std::string& text, double& value);
void ReadOption(const std::string& text, std::string& value);
void ReadOption(const std::string& text, Seconds& value);  // "30s", "2min"; a number is seconds
void ReadOption(const std::string& text, Rate& value);     // per second, at least 0

}  // namespace internal

// Of int, double, std::string, Seconds or Rate.
template <class T>
class SuiteOption final : public internal::SuiteOptionBase {
 public:
  // `name` without its dashes: "requests-per-second".
  SuiteOption(std::string name, T default_value, std::string help)
      : SuiteOptionBase(std::move(name), std::move(help)), value_(std::move(default_value)) {}

  const T& operator*() const { return value_; }

  std::string Text() const override { return internal::OptionText(value_); }
  void Read(const std::string& text) override { internal::ReadOption(text, value_); }

 private:
  T value_;
};

}  // namespace clamor
