// SPDX-License-Identifier: Apache-2.0
#include "target/profile/flame_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "base/escape.h"
#include "target/assets.h"
#include "target/profile/function_name.h"

namespace clamor {
namespace {

constexpr double kWidth = 1200;
constexpr double kMargin = 10;
constexpr double kFullFrame = kWidth - 2 * kMargin;
constexpr double kNarrowest = kFullFrame / 1000;
constexpr int kFrameHeight = 18;  // with the gap to the next one
constexpr int kHeaderHeight = 74;
constexpr std::size_t kDeepest = 120;
constexpr double kCharacterWidth = 7.23;  // of the 12 pixel monospaced font
constexpr double kTextMargin = 3;
constexpr double kShortestLabel = 3;
constexpr std::size_t kNameBytes = 400;
constexpr std::size_t kLineBytes = 180;                // of title and subtitle: one line's width
constexpr std::size_t kEscapedBytes = 8 * kNameBytes;  // room for every character's entity

struct Node {
  std::uint64_t weight = 0;
  std::uint64_t self = 0;
  std::map<std::string_view, std::unique_ptr<Node>> called;
};

void AddStack(Node& root, const Stack& stack, std::uint64_t weight) {
  Node* node = &root;
  node->weight += weight;
  for (std::size_t depth = 0; depth < std::min(stack.size(), kDeepest); ++depth) {
    auto& next = node->called[stack[depth]];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
    node->weight += weight;
  }
  node->self += weight;
}

// The name's letters decide, so that a function has one colour in every graph. Light and warm:
// black text stays readable on all of them.
std::string Colour(std::string_view name) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  hash ^= hash >> 15;
  return fmt::format("hsl({},{}%,{}%)", 8 + hash % 47, 70 + hash / 64 % 25, 66 + hash / 4096 % 13);
}

std::string Escaped(std::string_view text, std::size_t max_bytes) {
  return ForHtml(ForTerminal(text, max_bytes), kEscapedBytes);
}

// As much of the name as fits into the box, with an ellipsis where that is not all.
std::string Label(std::string_view name, std::string_view short_name, double width) {
  const double room = (width - 2 * kTextMargin) / kCharacterWidth;
  if (room < kShortestLabel) return {};
  auto length = static_cast<std::size_t>(room);
  std::string shown = ForTerminal(name, kNameBytes);
  if (shown.size() > length) shown = ForTerminal(short_name, kNameBytes);
  if (shown.size() <= length) return ForHtml(shown, kEscapedBytes);
  --length;
  while ((shown[length] & 0xc0) == 0x80) --length;  // not inside a character
  shown.resize(length);
  return ForHtml(shown, kEscapedBytes) + "\u2026";
}

class Drawing {
 public:
  Drawing(std::uint64_t total, WeightUnit unit) : total_(total), unit_(unit) {}

  // The frame and what it called, below each other.
  void Draw(std::string_view name, const Node& node, double x, int depth) {
    const double width =
        kFullFrame * static_cast<double>(node.weight) / static_cast<double>(total_);
    if (width < kNarrowest) return;
    DrawFrame(name, node, x, width, depth);
    for (const auto& [called_name, called] : WidestFirst(node)) {
      Draw(called_name, *called, x, depth + 1);
      x += kFullFrame * static_cast<double>(called->weight) / static_cast<double>(total_);
    }
  }

  int Height() const { return kHeaderHeight + (deepest_ + 1) * kFrameHeight + 8; }

  const std::string& svg() const { return svg_; }

 private:
  using Called = std::pair<std::string_view, const Node*>;

  static std::vector<Called> WidestFirst(const Node& node) {
    std::vector<Called> called;
    for (const auto& [name, next] : node.called) called.emplace_back(name, next.get());
    std::stable_sort(called.begin(), called.end(), [](const Called& a, const Called& b) {
      return a.second->weight > b.second->weight;
    });
    return called;
  }

  void DrawFrame(std::string_view name, const Node& node, double x, double width, int depth) {
    deepest_ = std::max(deepest_, depth);
    const int y = kHeaderHeight + depth * kFrameHeight;
    const std::string short_name = ShortFunctionName(name);
    const std::string data =
        short_name == name ? "" : " data-short=\"" + Escaped(short_name, kNameBytes) + '"';
    fmt::format_to(
        std::back_inserter(svg_),
        "<g class=\"f\"{}><title>{}\n{}</title><rect x=\"{:.2f}\" y=\"{}\" width=\"{:.2f}\" "
        "height=\"{}\" rx=\"2\" fill=\"{}\"/><text x=\"{:.2f}\" y=\"{}\">{}</text></g>\n",
        data, Escaped(name, kNameBytes), ToolTip(node), x, y, width, kFrameHeight - 1, Colour(name),
        x + kTextMargin, y + 13, Label(name, short_name, width));
  }

  std::string ToolTip(const Node& node) const {
    std::string tip = ShowShare(node.weight, total_) + ", " + ShowWeight(node.weight, unit_);
    if (node.self > 0 && node.self < node.weight) {
      tip += fmt::format(" (itself {}, {})", ShowShare(node.self, total_),
                         ShowWeight(node.self, unit_));
    }
    return tip;
  }

  std::uint64_t total_;
  WeightUnit unit_;
  int deepest_ = 0;
  std::string svg_;
};

constexpr std::string_view kStyle =
    "text{font-family:Verdana,'DejaVu Sans',sans-serif;font-size:12px;fill:#111}"
    ".title{font-size:17px;font-weight:bold}#status{fill:#555}"
    ".f text{font-family:'DejaVu Sans Mono',Menlo,Consolas,monospace;pointer-events:none}"
    ".f{cursor:pointer}.f rect:hover{stroke:#000;stroke-width:0.8}";

std::string Line(std::string_view attributes, int y, std::string_view text) {
  return fmt::format("<text {} x=\"{}\" y=\"{}\">{}</text>\n", attributes, kMargin, y,
                     Escaped(text, kLineBytes));
}

std::string Header(const FlameGraphLabels& labels, int height) {
  // Its own size in pixels, but never wider than the window.
  return fmt::format(
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
             "viewBox=\"0 0 {0} {1}\" data-character=\"{2}\">\n<style>{3}</style>\n"
             "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
             kWidth, height, kCharacterWidth, kStyle) +
         Line("class=\"title\"", 26, labels.title) + Line("", 46, labels.subtitle) +
         Line("id=\"status\"", 64, "");
}

}  // namespace

std::string FlameGraphSvg(const FoldedStacks& stacks, const FlameGraphLabels& labels) {
  if (stacks.empty()) {
    return Header(labels, kHeaderHeight + 40) +
           Line("", kHeaderHeight + 20, "Nothing was recorded.") + "</svg>\n";
  }
  Node root;
  for (const auto& [stack, weight] : stacks.stacks()) AddStack(root, stack, weight);
  Drawing drawing(stacks.total(), labels.unit);
  drawing.Draw("all: " + ShowWeight(stacks.total(), labels.unit), root, kMargin, 0);
  return Header(labels, drawing.Height()) + drawing.svg() + "<script><![CDATA[\n" +
         std::string(FlameGraphScript()) + "]]></script>\n</svg>\n";
}

}  // namespace clamor
