// SPDX-License-Identifier: Apache-2.0
// A report format of one's own, as a program over the results: own_reporter FOLDER. No GoogleTest.
#include <exception>
#include <iostream>

#include "clamor/reporter.h"

class Csv : public clamor::Reporter {
 public:
  std::string FileName() const override { return "report.csv"; }
  void Write(const std::vector<clamor::RunResult>& runs, std::ostream& out) const override {
    for (const clamor::RunResult& run : runs) {
      out << run.test() << ',' << run.turns() << ','
          << run.Value(clamor::P95(clamor::kResponseTime)).count() << '\n';
    }
  }
};

int main(int argc, char** argv) {
  try {
    Csv().Write(clamor::ReadResults(argc > 1 ? argv[1] : "clamor-results"), std::cout);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
