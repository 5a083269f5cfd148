// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/hash_source.h"

#include <gmock/gmock.h>

namespace clamor::html {
namespace {

// The policy's own example, of "doSomething();":
// https://www.w3.org/TR/CSP3/#match-element-to-source-list
TEST(HashSource, IsInBase64) {
  EXPECT_EQ(HashSource("44558f2c36efd8163eac2903cec13ed1fafcca51abd91d9f696321ab895f1107"),
            "sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc=");
}

}  // namespace
}  // namespace clamor::html
