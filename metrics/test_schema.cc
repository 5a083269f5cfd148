// SPDX-License-Identifier: Apache-2.0
#include "metrics/test_schema.h"

#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include "base/atomic_file.h"
#include "metrics/result_files.h"

namespace clamor {

std::string SchemaError(const std::string& text) {
  rapidjson::Document schema_text;
  schema_text.Parse(ReadFile(CLAMOR_RESULT_SCHEMA).c_str());
  if (schema_text.HasParseError()) return "the schema is no JSON";
  const rapidjson::SchemaDocument schema(schema_text);
  rapidjson::Document document;
  document.Parse(text.c_str());
  if (document.HasParseError()) return "the result is no JSON";
  rapidjson::SchemaValidator validator(schema);
  if (document.Accept(validator)) return "";
  rapidjson::StringBuffer where;
  validator.GetInvalidDocumentPointer().Stringify(where);
  return std::string(where.GetString()) + ": " + validator.GetInvalidSchemaKeyword();
}

std::vector<std::filesystem::path> ResultFilesOf(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    if (ReadFile(entry.path()).find(kResultMark) != std::string::npos) files.push_back(entry);
  }
  return files;
}

}  // namespace clamor
