// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"

#include <gmock/gmock.h>

#include <array>

#include "base/utf8.h"

namespace clamor {
namespace {

constexpr std::size_t kPlenty = 1000;

TEST(ForTerminal, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(ForTerminal("Grüße, 世界 😀 \"a\\b\"", kPlenty), "Grüße, 世界 😀 \"a\\b\"");
}

TEST(ForTerminal, ShowsControlCharacters) {
  EXPECT_EQ(ForTerminal("\x1b[31mred\x07\x7f", kPlenty), "\\x1b[31mred\\x07\\x7f");
  EXPECT_EQ(ForTerminal(std::string_view("a\0b\r\n\tc", 7), kPlenty), "a\\x00b\\r\\n\\tc");
}

TEST(ForTerminal, ShowsC1ControlsWhichSomeTerminalsObey) {
  EXPECT_EQ(ForTerminal("\xc2\x9b"
                        "31m",
                        kPlenty),
            "\\u009b31m");
}

TEST(ForTerminal, ShowsOverridesOfTheWritingDirectionAndInvisibleCharacters) {
  EXPECT_EQ(ForTerminal("a\u202eb\u2066c\u200bd\ufeffe", kPlenty),
            "a\\u202eb\\u2066c\\u200bd\\ufeffe");
  EXPECT_EQ(ForTerminal("\U000e0041", kPlenty), "\\U000e0041");
}

TEST(ForTerminal, KeepsTheJoinersThatEmojiNeed) {
  EXPECT_EQ(ForTerminal("👩\u200d💻", kPlenty), "👩\u200d💻");
}

TEST(ForTerminal, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(ForTerminal("a\xff\xc3", kPlenty), "a\\xff\\xc3");
}

TEST(ForTerminal, CutsOnACharacterBorder) {
  EXPECT_EQ(ForTerminal("abcdefgh", 8), "abcdefgh");
  EXPECT_EQ(ForTerminal("abcdefghi", 8), "abcde...");
  EXPECT_EQ(ForTerminal("ééééé", 9), "ééé...");
  EXPECT_EQ(ForTerminal("ééééé", 8), "éé...") << "never half a character";
  EXPECT_EQ(ForTerminal("abc\x1b\x1b", 8), "abc...") << "never half an escape";
  EXPECT_EQ(ForTerminal("abcdef", 2), "..");
  EXPECT_EQ(ForTerminal("abcdef", 0), "");
  EXPECT_EQ(ForTerminal("", 0), "");
}

TEST(ForMarkdown, LeavesMetricNamesReadable) {
  EXPECT_EQ(ForMarkdown("time_to_first_token, 3.5 s (p95)", kPlenty),
            "time_to_first_token, 3.5 s (p95)");
}

TEST(ForMarkdown, EscapesWhatWouldBeMarkup) {
  EXPECT_EQ(ForMarkdown("a|b `c` <img> &amp; *d* [e](f) ~g~ $h$ \\i", kPlenty),
            "a&#124;b &#96;c&#96; &#60;img&#62; &#38;amp; &#42;d&#42; &#91;e&#93;(f) "
            "&#126;g&#126; &#36;h&#36; &#92;i");
  EXPECT_EQ(ForMarkdown("_a_", kPlenty), "&#95;a&#95;");
}

TEST(ForMarkdown, StaysOnOneLine) {
  EXPECT_EQ(ForMarkdown("a\r\n| b |", kPlenty), "a&#92;r&#92;n&#124; b &#124;");
}

TEST(ForMarkdown, EscapesMarkersAtTheStart) {
  EXPECT_EQ(ForMarkdown("# a", kPlenty), "&#35; a");
  EXPECT_EQ(ForMarkdown("- a - b", kPlenty), "&#45; a - b");
  EXPECT_EQ(ForMarkdown("12. a", kPlenty), "12&#46; a");
  EXPECT_EQ(ForMarkdown("1) a", kPlenty), "1&#41; a");
  EXPECT_EQ(ForMarkdown("    code", kPlenty), "&#32;   code");
}

TEST(ForMarkdown, NotifiesNobodyAndLinksNothing) {
  EXPECT_EQ(ForMarkdown("@octocat #12", kPlenty), "@&#8203;octocat #&#8203;12");
  EXPECT_EQ(ForMarkdown("#1 GH-2 gh-x", kPlenty), "#&#8203;1 GH-&#8203;2 gh-x");
  EXPECT_EQ(ForMarkdown("see https://evil.example and www.evil.example", kPlenty),
            "see https&#58;//evil.example and www&#46;evil.example");
}

TEST(ForXml, KeepsLinesAndShowsWhatXmlForbids) {
  EXPECT_EQ(ForXml("a\n\tb < & \x01\x1b\r\xff\xef\xbf\xbf", kPlenty),
            "a\n\tb < & \\x01\\x1b\\r\\xff\\uffff");
}

TEST(ForHtml, EscapesEntitiesAndControls) {
  EXPECT_EQ(ForHtml("<b a=\"1\" c='2'>&\n\x1b", kPlenty),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\n\\x1b");
}

TEST(ForHtml, NeverCutsAnEntity) { EXPECT_EQ(ForHtml("abc<<<", 8), "abc..."); }

TEST(ForWorkflowMessage, CannotBeginAnotherCommand) {
  EXPECT_EQ(ForWorkflowMessage("100%\r\n::error::x", kPlenty), "100%25%0D%0A::error::x");
}

TEST(ForWorkflowProperty, CannotEndItself) {
  EXPECT_EQ(ForWorkflowProperty("a:b,c%\n", kPlenty), "a%3Ab%2Cc%25%0A");
}

// Whatever comes in, what goes out is bounded, valid UTF-8 without control characters.
TEST(EveryEscape, HoldsItsPromisesForAllBytesAndSizes) {
  std::string text;
  for (int c = 0; c < 256; ++c) text += static_cast<char>(c);
  text += "\u202e€😀";
  constexpr std::array kAll{ForTerminal, ForMarkdown,        ForXml,
                            ForHtml,     ForWorkflowMessage, ForWorkflowProperty};
  for (const auto escape : kAll) {
    for (std::size_t max = 0; max < 1200; max += 7) {
      const std::string shown = escape(text, max);
      ASSERT_LE(shown.size(), max);
      ASSERT_EQ(FirstInvalidUtf8(shown), std::string::npos);
      for (const char c : shown) ASSERT_TRUE(c < 0 || c >= 0x20 || c == '\n' || c == '\t');
    }
  }
}

}  // namespace
}  // namespace clamor
