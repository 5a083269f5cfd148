// SPDX-License-Identifier: Apache-2.0
// The main function of a load suite. clamor_add_load_suite() writes one; this is for who needs
// another.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "clamor/reporter.h"

namespace clamor {

struct Suite {
  std::string name;           // of the program, for its help and its log files
  std::string conversations;  // folder that ConversationsIn("x") is below
  std::string server;    // the embedded server's program, where it does not lie beside the suite's
  std::string embedded;  // its arguments, where --clamor_embedded gives none: "--ttft constant:1s"
  std::vector<std::shared_ptr<Reporter>> reporters;  // further formats
};

// Reads Clamor's options and then GoogleTest's, runs the tests, asserts their SLAs and writes
// results and reports. Returns the exit code: 0 all passed, 1 a test failed or none was selected, 2
// an argument is wrong, 77 every test was skipped, 130 interrupted.
int Main(int argc, char** argv, Suite suite);

}  // namespace clamor
