// SPDX-License-Identifier: Apache-2.0
// The table of the arrows, and what reads a tree against it.
#include "tests/includes/include_rules.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

namespace clamor {
namespace {

using Names = std::vector<std::string_view>;

struct Room {
  std::string_view name;
  Names rooms;        // besides itself, include/clamor and base
  Names third_party;  // the beginnings of their headers' names
};

const std::vector<Room>& Rooms() {
  static const std::vector<Room> rooms = {
      {"base", {}, {"boost/regex", "fmt", "rapidjson"}},
      {"metrics", {}, {"boost/container", "boost/math", "fmt", "rapidjson"}},
      {"conversations", {}, {"fmt"}},
      {"net", {}, {"boost/asio", "boost/intrusive", "boost/system", "fmt", "openssl", "zlib.h"}},
      {"protocols", {"net", "metrics"}, {"boost/asio", "boost/system", "fmt", "rapidjson"}},
      {"engine", {"protocols", "net", "metrics"}, {"boost/asio", "boost/system", "fmt"}},
      {"target", {}, {"boost/asio", "boost/process", "boost/system", "fmt", "rapidjson"}},
      {"reporters", {"metrics"}, {"fmt", "pugixml.hpp", "zlib.h"}},
      {"server",
       {},
       {"CLI", "boost/asio", "boost/beast", "boost/system", "fmt", "openssl", "rapidjson"}},
      {"fixtures",
       // protocols: which fixture speaks which dialect
       {"engine", "target", "reporters", "conversations", "metrics", "protocols"},
       {"CLI", "boost/asio", "boost/system", "fmt", "gtest"}},
      {"ci", {"reporters", "metrics", "target"}, {"CLI", "fmt"}},
      {"include", {}, {}},
      {"suites", {}, {}},
      {"cmake", {}, {}},  // the main function of every suite
  };
  return rooms;
}

// What looks into every room, or stands outside the house.
const Names kUnbound = {"tests", "bench"};

const Names kSystemFolders = {"arpa", "linux", "net", "netinet", "sys"};

bool Has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view TopFolder(std::string_view path) { return path.substr(0, path.find('/')); }

const Room* RoomNamed(std::string_view name) {
  const auto& rooms = Rooms();
  const auto room = std::find_if(rooms.begin(), rooms.end(),
                                 [&](const Room& candidate) { return candidate.name == name; });
  return room == rooms.end() ? nullptr : &*room;
}

// "boost/asio" begins "boost/asio.hpp" and "boost/asio/read.hpp", not "boost/asio2.hpp".
bool BeginsWithName(std::string_view header, std::string_view name) {
  if (!header.starts_with(name)) return false;
  const std::string_view rest = header.substr(name.size());
  return rest.empty() || rest.front() == '/' || rest.front() == '.';
}

// The fixtures' own.
const Names kNamedLikeTests = {"fixtures/load_test.cc", "fixtures/target_under_test.cc"};

// Unit tests, and what is written for them alone: x_test.cc, test_x.h, golden.h. In fixtures, which
// speaks of tests, only the first.
bool IsForTests(std::string_view path) {
  const std::string_view file = path.substr(path.find_last_of('/') + 1);
  if (file.ends_with("_test.cc")) return !Has(kNamedLikeTests, path);
  return TopFolder(path) != "fixtures" &&
         (file.starts_with("test_") || file.starts_with("golden."));
}

std::string WhyNotOurs(std::string_view file, const Room& room, std::string_view header) {
  const std::string_view to = TopFolder(header);
  if (to == "clamor") return {};
  if (to == header || (!RoomNamed(to) && !Has(kUnbound, to))) {
    return "includes go from the repository's root";
  }
  if (IsForTests(header) && !IsForTests(file)) return "it is for tests alone";
  if (to == room.name || to == "base" || Has(room.rooms, to)) return {};
  return "the design draws no arrow from " + std::string(room.name) + " to " + std::string(to);
}

bool IsStandard(std::string_view header) {
  return header.find_first_of("./") == std::string_view::npos;
}

std::string WhyNotTheirs(std::string_view file, const Room& room, std::string_view header) {
  if (IsStandard(header)) return {};
  if (room.name == "include") {
    if (file == "include/clamor/load_test.h" && BeginsWithName(header, "gtest")) return {};
    return "public headers know the standard library, and load_test.h GoogleTest";
  }
  for (const std::string_view name : room.third_party) {
    if (BeginsWithName(header, name)) return {};
  }
  // <unistd.h>, <sys/socket.h>: the system's. Third-party headers without a folder are named here.
  const bool from_system = header.find('/') == std::string_view::npos
                               ? header != "zlib.h" && header.substr(header.rfind('.')) == ".h"
                               : Has(kSystemFolders, TopFolder(header));
  if (from_system && room.name != "suites") return {};
  return std::string(room.name) + " does not know this library";
}

// Adds a line for each forbidden include of the source.
void AddForbidden(const std::filesystem::path& root, const std::filesystem::path& source,
                  std::vector<std::string>& forbidden) {
  static const std::regex kInclude(R"re(^\s*#\s*include\s*(<[^>]+>|"[^"]+"))re");
  const std::string file = source.lexically_relative(root).generic_string();
  std::ifstream in(source);
  std::string line;
  std::smatch match;
  for (int number = 1; std::getline(in, line); ++number) {
    if (!std::regex_search(line, match, kInclude)) continue;
    const std::string include = match[1].str();
    const std::string why = WhyForbidden(file, include);
    if (why.empty()) continue;
    std::ostringstream told;
    told << file << ':' << number << ": " << include << ": " << why;
    forbidden.push_back(told.str());
  }
}

}  // namespace

std::string WhyForbidden(std::string_view file, std::string_view include) {
  const std::string_view header = include.substr(1, include.size() - 2);
  const std::string_view folder = TopFolder(file);
  if (Has(kUnbound, folder)) return {};
  const Room* room = RoomNamed(folder);
  if (!room) return "no rule knows the folder " + std::string(folder);
  const bool ours = include.front() == '"';
  if (folder == "suites" && ours && header != "clamor/clamor.h") {
    return "suites include clamor/clamor.h and the standard library";
  }
  if (IsForTests(file)) return {};
  return ours ? WhyNotOurs(file, *room, header) : WhyNotTheirs(file, *room, header);
}

std::vector<std::string> ForbiddenIncludes(const std::filesystem::path& root) {
  std::vector<std::string> forbidden;
  for (const auto& top : std::filesystem::directory_iterator(root)) {
    const std::string name = top.path().filename().string();
    if (!top.is_directory() || name == "build" || name.front() == '.') continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
      const auto extension = entry.path().extension();
      if (extension == ".h" || extension == ".cc") AddForbidden(root, entry.path(), forbidden);
    }
  }
  std::sort(forbidden.begin(), forbidden.end());
  return forbidden;
}

}  // namespace clamor
