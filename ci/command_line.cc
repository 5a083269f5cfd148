// SPDX-License-Identifier: Apache-2.0
#include "ci/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string_view>

#include "reporters/style.h"

namespace clamor {
namespace {

constexpr std::size_t kLineBytes = 2000;

}  // namespace

struct CommandLine::Parser {
  Parser(const std::string& program, const std::string& description) : app(description, program) {}

  CLI::App app;
};

CommandLine::CommandLine(const std::string& program, const std::string& description,
                         const std::string& footer)
    : parser_(std::make_unique<Parser>(program, description)) {
  parser_->app.footer(footer);
}

CommandLine::~CommandLine() = default;

void CommandLine::Required(const std::string& name, std::string& word, const std::string& help) {
  parser_->app.add_option(name, word, help)->required();
}

void CommandLine::Required(const std::string& name, std::vector<std::string>& words,
                           const std::string& help) {
  parser_->app.add_option(name, words, help)->required();
}

void CommandLine::Flag(const std::string& name, bool& is_given, const std::string& help) {
  parser_->app.add_flag(name, is_given, help);
}

void CommandLine::Option(const std::string& name, std::string& value, const std::string& help) {
  parser_->app.add_option(name, value, help)->capture_default_str();
}

void CommandLine::Option(const std::string& name, int& value, int least, int most,
                         const std::string& help) {
  parser_->app.add_option(name, value, help)->capture_default_str()->check(CLI::Range(least, most));
}

void CommandLine::Option(const std::string& name, double& value, double least, double most,
                         const std::string& help) {
  parser_->app.add_option(name, value, help)->capture_default_str()->check(CLI::Range(least, most));
}

void CommandLine::Option(const std::string& name, std::vector<std::string>& values,
                         const std::string& help) {
  parser_->app.add_option(name, values, help)->expected(1)->take_all();
}

bool CommandLine::Has(const std::string& name) const { return parser_->app.count(name) > 0; }

int CommandLine::Run(int argc, char** argv, const std::function<int()>& run) {
  try {
    parser_->app.parse(argc, argv);
    return run();
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}\n", parser_->app.help());
    return kExitGood;
  } catch (const CLI::ParseError& error) {
    Complain(fmt::format("{}; {} --help lists the options", error.what(), parser_->app.get_name()));
  } catch (const std::exception& error) {
    Complain(error.what());
  }
  return kExitError;
}

void CommandLine::Complain(const std::string& text) const {
  std::string_view rest = text;
  const std::string name = parser_->app.get_name() + ": ";
  for (bool is_first = true; is_first || !rest.empty(); is_first = false) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    fmt::print(stderr, "{}{}\n", is_first ? name : "", ForLog(line, kLineBytes));
  }
}

}  // namespace clamor
