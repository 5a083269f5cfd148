// SPDX-License-Identifier: Apache-2.0
// The main function of every program that clamor_add_load_suite makes; CMake gives it the names.
#include "clamor/clamor.h"

int main(int argc, char** argv) {
  clamor::Suite suite;
  suite.name = CLAMOR_SUITE_NAME;
  suite.conversations = CLAMOR_SUITE_CONVERSATIONS;
  suite.server = CLAMOR_SUITE_SERVER;
  suite.embedded = CLAMOR_SUITE_EMBEDDED;
  return clamor::Main(argc, argv, suite);
}
