// SPDX-License-Identifier: Apache-2.0
// The command line of this room's programs. CLI11 reads it; that takes ten seconds to compile, so
// it is included behind this and nowhere else in the room.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace clamor {

// Exit codes of every program of this room.
inline constexpr int kExitGood = 0;
inline constexpr int kExitBad = 1;    // what the program judges is not as it should be
inline constexpr int kExitError = 2;  // bad usage, or something that cannot be read or written

class CommandLine {
 public:
  // `footer`: what --help says below the options, such as the exit codes.
  CommandLine(const std::string& program, const std::string& description,
              const std::string& footer);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  // What stands without a name; at least one word of `words`, and those behind `--` too.
  void Required(const std::string& name, std::string& word, const std::string& help);
  void Required(const std::string& name, std::vector<std::string>& words, const std::string& help);

  // The variable keeps its value, the default, where the option is not given.
  void Flag(const std::string& name, bool& is_given, const std::string& help);
  void Option(const std::string& name, std::string& value, const std::string& help);
  void Option(const std::string& name, int& value, int least, int most, const std::string& help);
  void Option(const std::string& name, double& value, double least, double most,
              const std::string& help);
  // May be given several times.
  void Option(const std::string& name, std::vector<std::string>& values, const std::string& help);

  // Whether the option, "--name", was given.
  bool Has(const std::string& name) const;

  // Reads the arguments, then gives what `run` does. --help, a mistake in the arguments and what
  // `run` throws end here: with the help, or with one line on stderr and kExitError.
  int Run(int argc, char** argv, const std::function<int()>& run);

  // The text on stderr, behind the program's name; of files and servers, so escaped line by line.
  void Complain(const std::string& text) const;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace clamor
