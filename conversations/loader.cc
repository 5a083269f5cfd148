// SPDX-License-Identifier: Apache-2.0
#include "conversations/loader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <exception>
#include <map>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/atomic_file.h"
#include "base/edit_distance.h"
#include "base/escape.h"
#include "base/json_text.h"
#include "conversations/conversation_json.h"
#include "conversations/tag_values_json.h"

namespace clamor {
namespace {

namespace fs = std::filesystem;

bool IsConversationFile(const fs::directory_entry& entry) {
  std::error_code ignored;  // what cannot be looked at is read below, and fails there with a reason
  return entry.path().extension() == ".json" && entry.path().filename().string().front() != '.' &&
         !entry.is_directory(ignored);
}

std::vector<fs::path> FilesIn(const fs::path& folder, std::error_code& error) {
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (IsConversationFile(*at)) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Gives the file to `read`; what is wrong with it is the one line that comes back. `expected` names
// what the file should be.
template <class Read>
std::string WhatIsWrongWith(const fs::path& path, std::string_view expected, const Read& read) {
  try {
    // A pipe would never end.
    if (!fs::is_regular_file(path)) throw std::runtime_error("it is no regular file");
    read(ReadFile(path), path.string());
  } catch (const JsonError& e) {
    return e.what();
  } catch (const std::exception& e) {
    return fmt::format("{}:1:1: cannot be read, expected {}: {}", path.string(), expected,
                       e.what());
  }
  return "";
}

LoadedFile Load(const fs::path& path) {
  LoadedFile loaded;
  loaded.conversation.name = TestName(path.stem().string());
  loaded.conversation.title = path.stem().string();
  loaded.conversation.file = path.string();
  loaded.problem = WhatIsWrongWith(path, "a conversation",
                                   [&loaded](const std::string& text, const std::string& file) {
                                     loaded.conversation = ReadConversation(text, file);
                                   });
  return loaded;
}

LoadedFile NoneIn(const fs::path& folder, const std::error_code& error) {
  LoadedFile none;
  none.conversation.name = "no_conversations";
  none.conversation.file = folder.string();
  none.problem = fmt::format(
      "no conversation file found in {}: {}; choose the folder above it with "
      "--clamor_conversations=DIR",
      folder.string(), error ? error.message() : "it has no *.json");
  return none;
}

// GoogleTest ends the program at two parameters of one name.
void MakeNamesDistinct(std::vector<LoadedFile>& files) {
  std::map<std::string, std::string> owners;
  for (LoadedFile& file : files) {
    std::string& name = file.conversation.name;
    const auto [owner, is_new] = owners.emplace(name, file.conversation.file);
    if (is_new) continue;
    file.problem = fmt::format(
        "{}:1:1: the test name {} is taken by {}, expected file names that "
        "differ in letters, digits or underscores",
        file.conversation.file, name, owner->second);
    const std::string taken = name;
    for (int n = 2; !owners.emplace(name, file.conversation.file).second; ++n) {
      name = fmt::format("{}_{}", taken, n);
    }
  }
}

}  // namespace

std::vector<LoadedFile> LoadFolder(const fs::path& folder) {
  std::error_code error;
  std::vector<LoadedFile> loaded;
  for (const fs::path& path : FilesIn(folder, error)) loaded.push_back(Load(path));
  MakeNamesDistinct(loaded);
  if (loaded.empty()) loaded.push_back(NoneIn(folder, error));
  return loaded;
}

Conversations AsSet(std::vector<LoadedFile> files) {
  std::vector<Conversation> good;
  std::vector<std::string> problems;
  for (LoadedFile& file : files) {
    if (file.problem.empty()) {
      good.push_back(std::move(file.conversation));
    } else {
      problems.push_back(std::move(file.problem));
    }
  }
  return Conversations(std::move(good), std::move(problems));
}

TagValues LoadTagValues(const fs::path& path) {
  TagValues loaded;
  std::error_code error;
  if (fs::status(path, error).type() == fs::file_type::not_found) {
    loaded.problems.push_back(fmt::format(
        "no values of a tag found: there is no file {}; choose the folder that it is named from "
        "with --clamor_conversations=DIR",
        path.string()));
    return loaded;
  }
  std::string problem = WhatIsWrongWith(
      path, "values of a tag", [&loaded](const std::string& text, const std::string& file) {
        loaded.values = ReadTagValues(text, file);
      });
  if (!problem.empty()) loaded.problems.push_back(std::move(problem));
  return loaded;
}

std::string PlaceOf(const Conversation& conversation, const Turn& turn) {
  if (turn.line == 0) return conversation.name;
  return fmt::format("{}:{}:{}", conversation.file, turn.line, turn.column);
}

std::optional<std::string> CheckRoles(const Conversation& conversation, std::string_view dialect,
                                      const std::vector<std::string>& roles) {
  constexpr std::size_t kShownBytes = 40;
  for (const Turn& turn : conversation.turns) {
    if (std::find(roles.begin(), roles.end(), turn.role) != roles.end()) continue;
    return fmt::format("{}: role \"{}\": the {} dialect sends {} turns only{}",
                       PlaceOf(conversation, turn), ForTerminal(turn.role, kShownBytes), dialect,
                       fmt::join(roles, " and "), DidYouMean(turn.role, roles));
  }
  return std::nullopt;
}

}  // namespace clamor
