// SPDX-License-Identifier: Apache-2.0
// The command line.
#include "server/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

namespace clamor::server {
namespace {

using testing::HasSubstr;

struct Read {
  std::variant<Options, int> result;
  std::string out;
  std::string err;
};

Read ReadArguments(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "clamor-server");
  std::ostringstream out;
  std::ostringstream err;
  auto result = ReadOptions(static_cast<int>(arguments.size()), arguments.data(), out, err);
  return {std::move(result), out.str(), err.str()};
}

Options Accepted(std::vector<const char*> arguments) {
  auto read = ReadArguments(std::move(arguments));
  EXPECT_EQ(read.err, "");
  return std::get<Options>(read.result);
}

std::string Refusal(std::vector<const char*> arguments) {
  const auto read = ReadArguments(std::move(arguments));
  const int* exit_code = std::get_if<int>(&read.result);
  EXPECT_TRUE(exit_code != nullptr && *exit_code != 0);
  return read.err;
}

TEST(ServerOptions, HaveDefaults) {
  const Options options = Accepted({});
  EXPECT_EQ(options.host, "127.0.0.1");
  EXPECT_EQ(options.port, 8000);
  EXPECT_EQ(options.threads, 1U);
  EXPECT_EQ(options.capacity, 0U);
  EXPECT_EQ(options.rate_limit, 0);
  EXPECT_EQ(options.events_per_write, 1U);
  EXPECT_FALSE(options.send_times);
  EXPECT_EQ(options.voice.audio_speed, 1);
  EXPECT_FALSE(options.voice.realtime_beta_names);
}

TEST(ServerOptions, AreRead) {
  const Options options = Accepted({"--host",
                                    "::1",
                                    "--port",
                                    "0",
                                    "--port-file",
                                    "p",
                                    "--threads",
                                    "3",
                                    "--seed",
                                    "7",
                                    "--ttft",
                                    "constant:1ms",
                                    "--gap",
                                    "uniform:1ms-2ms",
                                    "--answer-events",
                                    "constant:5",
                                    "--capacity",
                                    "8",
                                    "--token",
                                    "secret",
                                    "--forbidden-token",
                                    "banned",
                                    "--rate-limit",
                                    "2.5",
                                    "--model",
                                    "gpt-4*=constant:2ms/constant:3ms",
                                    "--model",
                                    "mine=constant:4ms/constant:3ms",
                                    "--send-times",
                                    "--events-per-write",
                                    "20",
                                    "--think",
                                    "constant:5ms",
                                    "--speech",
                                    "uniform:1s-2s",
                                    "--tool-delay",
                                    "constant:6ms",
                                    "--stop-delay",
                                    "constant:7ms",
                                    "--resume-delay",
                                    "constant:8ms",
                                    "--audio-speed",
                                    "20",
                                    "--realtime-beta-names",
                                    "--fault",
                                    "stall=0.5",
                                    "--fault",
                                    "status:503=0.5"});
  EXPECT_EQ(options.host, "::1");
  EXPECT_EQ(options.port, 0);
  EXPECT_EQ(options.port_file, "p");
  EXPECT_EQ(options.threads, 3U);
  EXPECT_EQ(options.seed, 7U);
  EXPECT_EQ(options.model.first_event.first, 1e6);
  EXPECT_EQ(options.model.gap.second, 2e6);
  EXPECT_EQ(options.model.events.first, 5);
  EXPECT_EQ(options.capacity, 8U);
  EXPECT_EQ(options.token, "secret");
  EXPECT_EQ(options.forbidden_token, "banned");
  EXPECT_EQ(options.rate_limit, 2.5);
  EXPECT_EQ(options.models.TimesOf("gpt-4-turbo", {}).first_event.first, 2e6);
  EXPECT_EQ(options.models.TimesOf("mine", {}).first_event.first, 4e6);
  EXPECT_TRUE(options.send_times);
  EXPECT_EQ(options.events_per_write, 20U);
  EXPECT_EQ(options.voice.think.first, 5e6);
  EXPECT_EQ(options.voice.speech.second, 2e9);
  EXPECT_EQ(options.voice.tool_delay.first, 6e6);
  EXPECT_EQ(options.voice.stop_delay.first, 7e6);
  EXPECT_EQ(options.voice.resume_delay.first, 8e6);
  EXPECT_EQ(options.voice.audio_speed, 20);
  EXPECT_TRUE(options.voice.realtime_beta_names);
  EXPECT_TRUE(options.faults.Draw(7, 0).has_value());
}

TEST(ServerOptions, NameTheOptionThatIsWrong) {
  EXPECT_THAT(
      Refusal({"--ttft", "constant:20"}),
      HasSubstr("--ttft: \"20\" needs a unit (ns, us, ms, s, min); expected constant:20ms"));
  EXPECT_THAT(Refusal({"--fault", "stall=2"}), HasSubstr("--fault: \"2\" is no share"));
  EXPECT_THAT(Refusal({"--fault", "stall=0.7", "--fault", "truncate=0.7"}),
              HasSubstr("the shares of all faults together are 1.4, above 1"));
  EXPECT_THAT(Refusal({"--model", "gpt-4=soon"}),
              HasSubstr("--model: \"soon\" is no distribution"));
  EXPECT_THAT(Refusal({"--rate-limit", "-1"}), HasSubstr("--rate-limit"));
  EXPECT_THAT(Refusal({"--think", "soon"}), HasSubstr("--think: \"soon\" is no distribution"));
  EXPECT_THAT(Refusal({"--audio-speed", "-1"}), HasSubstr("--audio-speed"));
  EXPECT_THAT(Refusal({"--port", "70000"}), HasSubstr("--port"));
  EXPECT_THAT(Refusal({"--threads", "0"}), HasSubstr("--threads"));
  EXPECT_THAT(Refusal({"--tls-cert", "c.pem"}), HasSubstr("--tls-cert requires --tls-key"));
  EXPECT_THAT(Refusal({"--nonsense"}), HasSubstr("--nonsense"));
}

TEST(ServerOptions, PrintHelp) {
  const auto read = ReadArguments({"--help"});
  EXPECT_EQ(std::get<int>(read.result), 0);
  EXPECT_THAT(read.out, HasSubstr("--port-file"));
  EXPECT_EQ(read.err, "");
}

}  // namespace
}  // namespace clamor::server
