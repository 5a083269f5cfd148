// SPDX-License-Identifier: Apache-2.0
// The server under the microscope: the same load under one profiling tool after the other, each of
// which leaves a file that a browser or an editor opens (docs/profiling.md):
//   server_profile_load --tools="doctor flame" --connections=100 --clamor_server='exec node app.js'
#include <set>
#include <sstream>
#include <stdexcept>

#include "clamor/clamor.h"

using namespace std::chrono_literals;
using namespace clamor;

const SuiteOption<std::string> kTools("tools", "",
                                      "Tools to run, such as \"doctor flame\"; none: all");
const SuiteOption<Seconds> kDuration("duration", 30s, "How long the load lasts");
const SuiteOption<int> kConnections("connections", 50, "Users at the same time");
const SuiteOption<std::string> kModel("model", "openai/gpt-3.5-turbo", "Model that is asked");
const SuiteOption<int> kPort(
    "port", 3000,
    "Where a server of --clamor_server listens, told to it by the variable "
    "PORT; 0: a free one");

class ServerProfile : public ChatTest {
 protected:
  // What is expected of the server holds of it as it is, and not of one that carries a profiler.
  void PlayUnder(const std::string& tool) {
    if (!IsAskedFor(tool)) GTEST_SKIP() << tool << " is none of --tools=\"" << *kTools << '"';
    ProfileServer(tool, *kPort);
    Play(ConversationsIn("chat").Vary("model", {*kModel}).Vary("stream", {"true"}),
         ConstantUsers(*kConnections).For(*kDuration));
  }

 private:
  static bool IsAskedFor(const std::string& tool) {
    const std::set<std::string> known{"doctor", "bubbleprof", "flame", "heapprofiler"};
    std::istringstream words(*kTools);
    std::set<std::string> tools;
    for (std::string word; words >> word; tools.insert(word)) {
      if (known.contains(word)) continue;
      throw std::invalid_argument(
          "--tools expects doctor, bubbleprof, flame or heapprofiler, not \"" + word + '"');
    }
    return tools.empty() || tools.contains(tool);
  }
};

TEST_F(ServerProfile, Doctor) {
  Purpose("What the server suffers from under load, in sentences");
  if (LaunchesItsServer()) {
    ExpectSla(Peak(kServerRss) < Bytes{500'000'000});
    ExpectSla(Mean(kServerCpu) < 80_percent);
  }
  PlayUnder("doctor");
}

TEST_F(ServerProfile, Bubbleprof) {
  Purpose("Where its time goes waiting");
  PlayUnder("bubbleprof");
}

TEST_F(ServerProfile, Flame) {
  Purpose("Where its time goes on the CPU");
  PlayUnder("flame");
}

TEST_F(ServerProfile, Heapprofiler) {
  Purpose("What allocates its memory");
  PlayUnder("heapprofiler");
}
