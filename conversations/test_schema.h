// SPDX-License-Identifier: Apache-2.0
// For tests: JSON held against a schema that editors use.
#pragma once

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>

#include <string>

#include "base/atomic_file.h"

namespace clamor {

class Schema {
 public:
  // The file's name among the conversations.
  explicit Schema(const std::string& name)
      : schema_(Parsed(ReadFile(CLAMOR_CONVERSATIONS_DIR "/" + name))) {}

  bool Accepts(const std::string& text) const {
    rapidjson::SchemaValidator validator(schema_);
    return Parsed(text).Accept(validator);
  }

 private:
  static rapidjson::Document Parsed(const std::string& text) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseCommentsFlag>(text.c_str());
    EXPECT_FALSE(document.HasParseError()) << text;
    return document;
  }

  rapidjson::SchemaDocument schema_;
};

}  // namespace clamor
