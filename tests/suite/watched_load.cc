// SPDX-License-Identifier: Apache-2.0
// Load tests whose server is watched. server_test.cc runs them against servers of its own and looks
// at what comes of it.
#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

const SuiteOption<std::string> kReports("reports", "stream_reports", "Folder of stream reports");

class Watched : public ReasoningTest {
 protected:
  static Conversation Query() {
    Conversation query;
    query.name = "query";
    query.turns.push_back({"user", "why?"});
    return query;
  }
};

TEST_F(Watched, IsProfiled) {
  ProfileServer("flame");
  Play(Query(), Connections(2).For(3500ms));
}

TEST_F(Watched, UsesLittle) {
  ExpectSla(Peak(kServerRss) < Bytes{500'000'000});
  ExpectSla(Mean(kServerCpu) < 100_percent);
  Play(Query(), Connections(2).For(3500ms));
}

TEST_F(Watched, IsHeld) { Play(Query(), Connections(2).For(30s)); }

TEST_F(Watched, ReportsItsStreams) {
  TurnTimeout(5s);
  ReportStreams(*kReports);
  Play(Query(), SharedIterations(6).Users(2));
}
