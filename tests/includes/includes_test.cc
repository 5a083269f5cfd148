// SPDX-License-Identifier: Apache-2.0
// Every #include of the repository against the house's arrows, and the rules against wrong includes
// that are planted.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/includes/include_rules.h"

namespace clamor {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Includes, KeepToTheArrowsOfTheDesign) {
  ASSERT_TRUE(std::filesystem::exists(CLAMOR_SOURCE_DIR "/base"));
  EXPECT_THAT(ForbiddenIncludes(CLAMOR_SOURCE_DIR), IsEmpty());
}

TEST(Includes, FindsAPlantedOneInATree) {
  const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "planted_include";
  std::filesystem::remove_all(root);
  std::filesystem::create_directories(root / "metrics");
  std::ofstream(root / "metrics" / "histogram.cc") << "// A comment\n"
                                                      "#include \"metrics/histogram.h\"\n"
                                                      "#include <vector>\n"
                                                      "  #  include \"net/url.h\"\n";
  EXPECT_THAT(
      ForbiddenIncludes(root),
      ElementsAre("metrics/histogram.cc:4: \"net/url.h\": the design draws no arrow from metrics "
                  "to net"));
  std::filesystem::remove_all(root);
}

TEST(Includes, MayFollowTheArrowsOnly) {
  EXPECT_EQ(WhyForbidden("engine/worker.cc", "\"net/url.h\""), "");
  EXPECT_EQ(WhyForbidden("engine/worker.cc", "\"base/random.h\""), "");
  EXPECT_EQ(WhyForbidden("engine/worker.cc", "\"clamor/units.h\""), "");
  EXPECT_THAT(WhyForbidden("engine/worker.cc", "\"fixtures/options.h\""), HasSubstr("no arrow"));
  EXPECT_THAT(WhyForbidden("server/main.cc", "\"net/url.h\""), HasSubstr("no arrow"));
  EXPECT_THAT(WhyForbidden("protocols/turn.cc", "\"engine/run.h\""), HasSubstr("no arrow"));
  EXPECT_THAT(WhyForbidden("base/random.cc", "\"tests/x.h\""), HasSubstr("no arrow"));
}

TEST(Includes, GoFromTheRepositorysRoot) {
  EXPECT_THAT(WhyForbidden("engine/worker.cc", "\"worker.h\""), HasSubstr("root"));
  EXPECT_THAT(WhyForbidden("engine/worker.cc", "\"../net/url.h\""), HasSubstr("root"));
}

TEST(Includes, KeepThirdPartyHeadersInTheirRooms) {
  EXPECT_EQ(WhyForbidden("net/stamped_stream.h", "<boost/asio/ip/tcp.hpp>"), "");
  EXPECT_EQ(WhyForbidden("net/stamped_stream.h", "<boost/asio.hpp>"), "");
  EXPECT_EQ(WhyForbidden("net/stamped_stream.h", "<sys/socket.h>"), "");
  EXPECT_EQ(WhyForbidden("net/stamped_stream.h", "<unistd.h>"), "");
  EXPECT_THAT(WhyForbidden("net/http1.cc", "<boost/beast/http.hpp>"), HasSubstr("does not know"));
  EXPECT_THAT(WhyForbidden("metrics/histogram.h", "<boost/asio.hpp>"), HasSubstr("not know"));
  EXPECT_THAT(WhyForbidden("metrics/histogram.h", "<zlib.h>"), HasSubstr("does not know"));
  EXPECT_THAT(WhyForbidden("engine/run.cc", "<gtest/gtest.h>"), HasSubstr("does not know"));
  EXPECT_THAT(WhyForbidden("reporters/json.cc", "<rapidjson/writer.h>"), HasSubstr("not know"));
}

TEST(Includes, OfPublicHeadersAreStandard) {
  EXPECT_EQ(WhyForbidden("include/clamor/load_test.h", "<gtest/gtest.h>"), "");
  EXPECT_EQ(WhyForbidden("include/clamor/result.h", "<vector>"), "");
  EXPECT_THAT(WhyForbidden("include/clamor/result.h", "<gtest/gtest.h>"), HasSubstr("public"));
  EXPECT_THAT(WhyForbidden("include/clamor/result.h", "<sys/socket.h>"), HasSubstr("public"));
  EXPECT_THAT(WhyForbidden("include/clamor/result.h", "\"metrics/run_data.h\""),
              HasSubstr("no arrow"));
}

TEST(Includes, OfSuitesAreClamorAndTheStandardLibrary) {
  EXPECT_EQ(WhyForbidden("suites/assistant.cc", "\"clamor/clamor.h\""), "");
  EXPECT_EQ(WhyForbidden("suites/assistant.cc", "<chrono>"), "");
  EXPECT_THAT(WhyForbidden("suites/assistant.cc", "\"clamor/units.h\""), HasSubstr("suites"));
  EXPECT_THAT(WhyForbidden("suites/assistant.cc", "\"base/random.h\""), HasSubstr("suites"));
  EXPECT_THAT(WhyForbidden("suites/assistant.cc", "<gtest/gtest.h>"), HasSubstr("suites"));
  EXPECT_THAT(WhyForbidden("suites/assistant.cc", "<unistd.h>"), HasSubstr("suites"));
}

TEST(Includes, OfTestsMayBeMoreButAreOfTestsAlone) {
  EXPECT_EQ(WhyForbidden("net/http1_test.cc", "\"server/endpoints.h\""), "");
  EXPECT_EQ(WhyForbidden("net/http1_test.cc", "\"net/test_server.h\""), "");
  EXPECT_EQ(WhyForbidden("net/http1_test.cc", "<gmock/gmock.h>"), "");
  EXPECT_THAT(WhyForbidden("net/http1.cc", "\"net/test_server.h\""), HasSubstr("tests alone"));
}

TEST(Includes, InAFolderWithoutRulesAreFound) {
  EXPECT_THAT(WhyForbidden("attic/old.cc", "<vector>"), HasSubstr("no rule"));
}

}  // namespace
}  // namespace clamor
