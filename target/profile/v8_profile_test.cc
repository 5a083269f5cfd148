// SPDX-License-Identifier: Apache-2.0
#include "target/profile/v8_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace clamor {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

std::string Call(const std::string& name, const std::string& url, int line) {
  return R"("callFrame":{"functionName":")" + name + R"(","scriptId":"1","url":")" + url +
         R"(","lineNumber":)" + std::to_string(line) + R"(,"columnNumber":0})";
}

std::string CpuProfile(const std::string& samples, const std::string& deltas) {
  return R"({"nodes":[{"id":1,)" + Call("(root)", "", -1) + R"(,"children":[2,4,5]},{"id":2,)" +
         Call("handle", "file:///srv/app/server.js", 11) + R"(,"children":[3]},{"id":3,)" +
         Call("", "/srv/app/lib/index.js", 0) + R"(},{"id":4,)" + Call("(idle)", "", -1) +
         R"(},{"id":5,)" + Call("listOnTimeout", "node:internal/timers", 517) +
         R"(}],"startTime":1,"endTime":2,"samples":)" + samples + R"(,"timeDeltas":)" + deltas +
         "}";
}

TEST(V8Profile, WeighsEachSampleByTheTimeUntilTheNext) {
  EXPECT_EQ(FoldedText(CpuProfileStacks(CpuProfile("[3,2,3,4,5,5]", "[9,100,20,3,1000,7]"), "p")),
            "handle app/server.js:12 20\n"
            "handle app/server.js:12;(anonymous) lib/index.js:1 103\n"
            "listOnTimeout node:internal/timers:518 7\n");
}

TEST(V8Profile, TakesTimeThatRunsBackwardsForNone) {
  EXPECT_EQ(CpuProfileStacks(CpuProfile("[2,2,2]", "[0,-50,10]"), "p").total(), 10);
}

TEST(V8Profile, PassesOverSamplesOfUnknownNodes) {
  EXPECT_TRUE(CpuProfileStacks(CpuProfile("[77,77]", "[1,1]"), "p").empty());
}

TEST(V8Profile, EndsAtACircleOfParents) {
  const std::string circle = R"({"nodes":[{"id":1,)" + Call("a", "", -1) +
                             R"(,"children":[2]},{"id":2,)" + Call("b", "", -1) +
                             R"(,"children":[1]}],"samples":[1,1],"timeDeltas":[0,5]})";
  EXPECT_EQ(CpuProfileStacks(circle, "p").total(), 5);
}

std::string HeapNode(const std::string& name, int bytes, const std::string& children) {
  return "{" + Call(name, name.front() == '(' ? "" : "file:///srv/app/" + name + ".js", 4) +
         R"(,"selfSize":)" + std::to_string(bytes) + R"(,"id":1,"children":[)" + children + "]}";
}

TEST(V8Profile, WeighsAllocationsByWhatTheySelfHold) {
  const std::string tree =
      HeapNode("(root)", 0,
               "{" + Call("push", "", -1) + R"(,"selfSize":7,"children":[]},)" +
                   HeapNode("a", 10, HeapNode("b", 20, "") + "," + HeapNode("c", 30, "")) + "," +
                   HeapNode("d", 40, HeapNode("b", 0, HeapNode("e", 50, ""))));
  EXPECT_EQ(FoldedText(HeapProfileStacks(R"({"head":)" + tree + R"(,"samples":[]})", "p")),
            "a app/a.js:5 10\n"
            "a app/a.js:5;b app/b.js:5 20\n"
            "a app/a.js:5;c app/c.js:5 30\n"
            "d app/d.js:5 40\n"
            "d app/d.js:5;b app/b.js:5;e app/e.js:5 50\n"
            "push (builtin) 7\n");
}

TEST(V8Profile, ReadsHeapProfilesAsDeepAsStacksGet) {
  std::string json = R"({"head":)";
  for (int depth = 0; depth < 5'000; ++depth) {
    const std::string size = depth % 1'000 == 999 ? "1" : "0";
    json += "{" + Call("f", "", 0) + R"(,"selfSize":)" + size + R"(,"children":[)";
  }
  for (int depth = 0; depth < 5'000; ++depth) json += "]}";
  EXPECT_EQ(HeapProfileStacks(json + "}", "p").total(), 5);
}

TEST(V8Profile, NamesTheFileThatIsNone) {
  const auto cpu_error = [](const std::string& json, const char* message) {
    EXPECT_THAT(
        [&] { CpuProfileStacks(json, "x.cpuprofile"); },
        ThrowsMessage<std::runtime_error>(AllOf(StartsWith("x.cpuprofile: "), HasSubstr(message))))
        << json;
  };
  cpu_error("", "no JSON at byte 0");
  cpu_error(R"({"nodes":[)", "no JSON at byte 10");
  cpu_error("[]", "expected an object with 'nodes'");
  cpu_error(R"({"nodes":3})", "'nodes' is no list");
  cpu_error(R"({"nodes":[7]})", "expected an object with 'id'");
  cpu_error(R"({"nodes":[{"id":"1"}]})", "'id' is no number");
  cpu_error(R"({"nodes":[],"samples":[1],"timeDeltas":[]})", "as many 'samples' as 'timeDeltas'");
  EXPECT_THAT([] { HeapProfileStacks(R"({"head":{}})", "y"); },
              ThrowsMessage<std::runtime_error>(StartsWith("y: no V8 profile: ")));
}

}  // namespace
}  // namespace clamor
