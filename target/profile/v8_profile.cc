// SPDX-License-Identifier: Apache-2.0
#include "target/profile/v8_profile.h"

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/escape.h"

namespace clamor {
namespace {

using Value = rapidjson::Value;

class Profile {
 public:
  // A heap profile nests as deep as its deepest stack: not by recursion.
  Profile(std::string_view json, std::string_view file) : file_(file) {
    document_.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
    if (!document_.HasParseError()) return;
    throw std::runtime_error(fmt::format("{}: no JSON at byte {}: {}", Shown(),
                                         document_.GetErrorOffset(),
                                         rapidjson::GetParseError_En(document_.GetParseError())));
  }

  const Value& root() const { return document_; }

  [[noreturn]] void Fail(std::string_view what) const {
    throw std::runtime_error(fmt::format("{}: no V8 profile: {}", Shown(), what));
  }

  const Value& Member(const Value& object, const char* key) const {
    if (object.IsObject()) {
      const auto member = object.FindMember(key);
      if (member != object.MemberEnd()) return member->value;
    }
    Fail(fmt::format("expected an object with '{}'", key));
  }

  const Value& Array(const Value& object, const char* key) const {
    const Value& value = Member(object, key);
    if (!value.IsArray()) Fail(fmt::format("'{}' is no list", key));
    return value;
  }

  double Number(const Value& value, const char* key) const {
    if (!value.IsNumber()) Fail(fmt::format("'{}' is no number", key));
    return value.GetDouble();
  }

  std::string Text(const Value& object, const char* key) const {
    const Value& value = Member(object, key);
    if (!value.IsString()) Fail(fmt::format("'{}' is no string", key));
    return {value.GetString(), value.GetStringLength()};
  }

 private:
  std::string Shown() const { return ForTerminal(file_, 200); }

  std::string_view file_;
  rapidjson::Document document_;
};

// "file:///srv/app/lib/index.js" -> "lib/index.js": many files are called index.js.
std::string ShortFile(std::string_view url) {
  if (url.starts_with("node:")) return std::string(url);
  const std::size_t name = url.rfind('/');
  if (name == std::string_view::npos || name == 0) return std::string(url);
  const std::size_t folder = url.rfind('/', name - 1);
  return std::string(url.substr(folder == std::string_view::npos ? 0 : folder + 1));
}

// "(idle)" and its like are V8's own states; others are functions built into it, such as "push".
std::string WithoutFile(const std::string& name) {
  if (name.empty()) return "(anonymous)";
  return name.front() == '(' ? name : name + " (builtin)";
}

std::string FrameOf(const Profile& profile, const Value& node) {
  const Value& call = profile.Member(node, "callFrame");
  std::string name = profile.Text(call, "functionName");
  const std::string url = profile.Text(call, "url");
  if (url.empty()) return WithoutFile(name);
  if (name.empty()) name = "(anonymous)";
  const double line = profile.Number(profile.Member(call, "lineNumber"), "lineNumber");
  return fmt::format("{} {}:{:.0f}", name, ShortFile(url), line + 1);
}

constexpr std::string_view kRoot = "(root)";
constexpr std::string_view kIdle = "(idle)";

// The tree of a CPU profile: a list of nodes that name their children by id.
class CallTree {
 public:
  CallTree(const Profile& profile, const Value& nodes) {
    for (const Value& node : nodes.GetArray()) {
      const double id = profile.Number(profile.Member(node, "id"), "id");
      nodes_[id].frame = FrameOf(profile, node);
      const auto children = node.FindMember("children");
      if (children == node.MemberEnd()) continue;
      if (!children->value.IsArray()) profile.Fail("'children' is no list");
      for (const Value& child : children->value.GetArray()) {
        nodes_[profile.Number(child, "children")].parent = id;
      }
    }
  }

  // Without the root; empty for a node that is not there. A circle of parents ends, too.
  Stack StackOf(double id) const {
    Stack stack;
    for (auto node = nodes_.find(id); node != nodes_.end() && stack.size() < nodes_.size();
         node = nodes_.find(node->second.parent)) {
      if (node->second.frame != kRoot) stack.push_back(node->second.frame);
    }
    return {stack.rbegin(), stack.rend()};
  }

 private:
  struct Node {
    std::string frame;
    double parent = -1;
  };

  std::unordered_map<double, Node> nodes_;
};

// A sample's time is the one until the next sample; deltas[i] lies before sample i, and may be
// negative where V8's clock of another thread was read.
std::unordered_map<double, double> TimeOfNodes(const Profile& profile) {
  const Value& samples = profile.Array(profile.root(), "samples");
  const Value& deltas = profile.Array(profile.root(), "timeDeltas");
  if (samples.Size() != deltas.Size()) profile.Fail("as many 'samples' as 'timeDeltas' expected");
  std::unordered_map<double, double> times;
  for (rapidjson::SizeType i = 0; i + 1 < samples.Size(); ++i) {
    times[profile.Number(samples[i], "samples")] +=
        std::max(0.0, profile.Number(deltas[i + 1], "timeDeltas"));
  }
  return times;
}

// A number of a file may be anything.
std::uint64_t Weight(double number) {
  constexpr double kMost = 1e15;
  return static_cast<std::uint64_t>(std::clamp(number, 0.0, kMost));
}

struct Visit {
  const Value* node;
  std::size_t depth;
};

}  // namespace

FoldedStacks CpuProfileStacks(std::string_view json, std::string_view file) {
  const Profile profile(json, file);
  const CallTree tree(profile, profile.Array(profile.root(), "nodes"));
  FoldedStacks stacks;
  for (const auto& [id, microseconds] : TimeOfNodes(profile)) {
    Stack stack = tree.StackOf(id);
    if (!stack.empty() && stack.back() == kIdle) continue;
    stacks.Add(std::move(stack), Weight(microseconds));
  }
  return stacks;
}

FoldedStacks HeapProfileStacks(std::string_view json, std::string_view file) {
  const Profile profile(json, file);
  FoldedStacks stacks;
  Stack stack;
  std::vector<Visit> left{{&profile.Member(profile.root(), "head"), 0}};
  while (!left.empty()) {
    const Visit visit = left.back();
    left.pop_back();
    stack.resize(std::min(stack.size(), visit.depth));
    std::string frame = FrameOf(profile, *visit.node);
    const bool is_root = frame == kRoot;
    if (!is_root) stack.push_back(std::move(frame));
    const double bytes = profile.Number(profile.Member(*visit.node, "selfSize"), "selfSize");
    stacks.Add(stack, Weight(bytes));
    for (const Value& child : profile.Array(*visit.node, "children").GetArray()) {
      left.push_back({&child, stack.size()});
    }
  }
  return stacks;
}

}  // namespace clamor
