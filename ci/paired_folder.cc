// SPDX-License-Identifier: Apache-2.0
#include "ci/paired_folder.h"

#include <fmt/format.h>

#include "base/atomic_file.h"
#include "base/json_text.h"
#include "clamor/result.h"
#include "metrics/regression/paired_blocks.h"

namespace clamor {
namespace {

constexpr char kRecord[] = "paired.json";
constexpr double kFormatVersion = 1;
constexpr double kMostPairs = 1000;

[[noreturn]] void Fail(const std::filesystem::path& file, const std::string& what) {
  throw std::runtime_error(fmt::format("{}: {}", file.string(), what));
}

const JsonValue& Member(const JsonValue& object, const char* key, JsonValue::Kind kind,
                        const std::filesystem::path& file) {
  const JsonValue* value = object.Find(key);
  if (value == nullptr || !value->Is(kind)) {
    Fail(file,
         fmt::format("\"{}\" is missing or no such value, expected what clamor-paired wrote", key));
  }
  return *value;
}

double Number(const JsonValue& object, const char* key, double least, double most,
              const std::filesystem::path& file) {
  const double number = Member(object, key, JsonValue::Kind::kNumber, file).number;
  if (!(number >= least && number <= most)) {
    Fail(file, fmt::format("\"{}\" is {}, expected {} to {}", key, number, least, most));
  }
  return number;
}

TakenPair ReadPair(const JsonValue& value, const std::filesystem::path& file) {
  TakenPair pair;
  pair.number = static_cast<int>(Number(value, "number", 1, kMostPairs, file));
  const std::string& first = Member(value, "first", JsonValue::Kind::kString, file).text;
  pair.first = first == NameOf(Side::kHead) ? Side::kHead : Side::kBase;
  pair.lost = Member(value, "lost", JsonValue::Kind::kString, file).text;
  return pair;
}

PairedRecord ReadRecord(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / kRecord;
  const JsonValue root = ParseJson(ReadFile(file), file.string());
  Number(root, "clamor_paired", kFormatVersion, kFormatVersion, file);
  PairedRecord record;
  record.base_commit = Member(root, "base_commit", JsonValue::Kind::kString, file).text;
  record.head_commit = Member(root, "head_commit", JsonValue::Kind::kString, file).text;
  record.rules.alpha = Number(root, "alpha", 1e-6, 0.5, file);
  record.rules.floor = Number(root, "floor", 0, 10, file);
  record.rules.planned_pairs = static_cast<int>(Number(root, "planned_pairs", 1, kMostPairs, file));
  record.rules.pairs_per_look =
      static_cast<int>(Number(root, "pairs_per_look", 1, kMostPairs, file));
  for (const JsonValue& pair : Member(root, "pairs", JsonValue::Kind::kArray, file).elements) {
    record.pairs.push_back(ReadPair(pair, file));
  }
  for (const JsonValue& caution :
       Member(root, "cautions", JsonValue::Kind::kArray, file).elements) {
    record.cautions.push_back(caution.text);
  }
  record.server_ended = Member(root, "server_ended", JsonValue::Kind::kString, file).text;
  return record;
}

}  // namespace

std::string NameOf(Side side) { return side == Side::kBase ? "base" : "head"; }

std::filesystem::path BlockFolder(const std::filesystem::path& folder, Side side, int number) {
  return folder / NameOf(side) / fmt::format("pair-{:02}", number);
}

std::vector<RunData> ReadBlock(const std::filesystem::path& folder, Side side, int number) {
  std::vector<RunData> runs;
  for (const RunResult& result : ReadResults(BlockFolder(folder, side, number).string())) {
    runs.push_back(result.data());
  }
  return runs;
}

void WriteRecord(const std::filesystem::path& folder, const PairedRecord& record) {
  std::string pairs;
  for (const TakenPair& pair : record.pairs) {
    pairs += fmt::format("{}\n    {{\"number\": {}, \"first\": \"{}\", \"lost\": {}}}",
                         pairs.empty() ? "" : ",", pair.number, NameOf(pair.first),
                         JsonQuote(pair.lost));
  }
  std::string cautions;
  for (const std::string& caution : record.cautions) {
    cautions += fmt::format("{}{}", cautions.empty() ? "" : ", ", JsonQuote(caution));
  }
  WriteWhole(
      folder / kRecord,
      fmt::format("{{\n  \"clamor_paired\": {},\n  \"seed\": {},\n  \"base_commit\": {},\n  "
                  "\"head_commit\": {},\n  \"alpha\": {},\n  "
                  "\"floor\": {},\n  \"planned_pairs\": {},\n  \"pairs_per_look\": {},\n  "
                  "\"pairs\": [{}\n  ],\n  \"cautions\": [{}],\n  \"server_ended\": {}\n}}\n",
                  kFormatVersion, record.seed, JsonQuote(record.base_commit),
                  JsonQuote(record.head_commit), record.rules.alpha, record.rules.floor,
                  record.rules.planned_pairs, record.rules.pairs_per_look, pairs, cautions,
                  JsonQuote(record.server_ended)));
}

std::optional<std::filesystem::path> PairedFolderOf(const std::filesystem::path& base,
                                                    const std::filesystem::path& head) {
  const auto folder_of = [](const std::filesystem::path& side) {
    return std::filesystem::absolute(side / "").lexically_normal().parent_path();
  };
  const std::filesystem::path of_base = folder_of(base);
  const std::filesystem::path of_head = folder_of(head);
  const bool are_sides = of_base.filename() == NameOf(Side::kBase) &&
                         of_head.filename() == NameOf(Side::kHead) &&
                         of_base.parent_path() == of_head.parent_path();
  if (!are_sides || !std::filesystem::exists(of_base.parent_path() / kRecord)) return std::nullopt;
  return of_base.parent_path();
}

BuildComparison ComparePairedFolder(const std::filesystem::path& folder) {
  const PairedRecord record = ReadRecord(folder);
  PairedBlocks blocks(record.rules);
  blocks.NameCommits(record.base_commit, record.head_commit);
  for (const TakenPair& pair : record.pairs) {
    if (pair.lost.empty()) {
      blocks.Add(ReadBlock(folder, Side::kBase, pair.number),
                 ReadBlock(folder, Side::kHead, pair.number));
    } else {
      blocks.Lose(pair.number, pair.lost);
    }
  }
  for (const std::string& caution : record.cautions) blocks.Caution(caution);
  blocks.EndServer(record.server_ended);
  return blocks.Compare();
}

}  // namespace clamor
