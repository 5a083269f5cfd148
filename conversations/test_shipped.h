// SPDX-License-Identifier: Apache-2.0
// For tests: the conversations that ship with Clamor.
#pragma once

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <filesystem>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "conversations/loader.h"
#include "conversations/test_schema.h"

namespace clamor {

inline Conversations ShippedIn(const std::string& folder) {
  return AsSet(LoadFolder(CLAMOR_CONVERSATIONS_DIR "/" + folder));
}

// Words are what stands between blanks.
inline std::vector<std::string> WordsOf(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

// That the file holds the schema, and names it where editors find it.
inline void ExpectHoldsSchema(const std::filesystem::path& file, const std::string& schema) {
  const std::string text = ReadFile(file);
  EXPECT_TRUE(Schema(schema).Accepts(text)) << file;
  rapidjson::Document document;
  document.Parse<rapidjson::kParseCommentsFlag>(text.c_str());
  ASSERT_TRUE(document.HasMember("$schema")) << file;
  const auto named = file.parent_path() / document["$schema"].GetString();
  ASSERT_TRUE(std::filesystem::exists(named)) << named;
  EXPECT_TRUE(
      std::filesystem::equivalent(named, std::filesystem::path(CLAMOR_CONVERSATIONS_DIR) / schema))
      << named;
}

}  // namespace clamor
