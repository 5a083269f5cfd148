// SPDX-License-Identifier: Apache-2.0
// Conversation files read from a folder, and values of tags from a file. What is wrong with a file
// belongs to that file alone: the others are good to play.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/conversation.h"

namespace clamor {

struct LoadedFile {
  Conversation conversation;  // with a problem: its name and file only
  std::string problem;        // one line, `file:line:column: ...`; empty when the file is good
};

// Reads the folder's *.json, sorted by file name; hidden files and folders inside are left out.
// Never throws and never gives an empty list: a folder without conversations is one problem, named
// "no_conversations". All names are distinct, and good as GoogleTest parameter names.
std::vector<LoadedFile> LoadFolder(const std::filesystem::path& folder);

// The files as a set; their problems are those of the set.
Conversations AsSet(std::vector<LoadedFile> files);

// Reads one file of values. Never throws.
TagValues LoadTagValues(const std::filesystem::path& path);

// "d/small_talk.json:5:5"; of a turn that was made in code its conversation's name.
std::string PlaceOf(const Conversation& conversation, const Turn& turn);

// The first turn whose role the dialect does not send, as one line with its place; none when it
// sends them all. `dialect` is its name, "assistant".
std::optional<std::string> CheckRoles(const Conversation& conversation, std::string_view dialect,
                                      const std::vector<std::string>& roles);

}  // namespace clamor
