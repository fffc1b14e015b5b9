// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/text.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

/// A page with a line of text at each place: top and height.
OCRResult Page(const std::vector<std::string>& text, const std::vector<std::pair<int, int>>& at) {
  OCRResult page;
  page.text = text;
  for (const auto& [top, height] : at) {
    page.boxes.push_back({10, top, 200, top, 200, top + height, 10, top + height});
  }
  return page;
}

TEST(ToText, JoinsLines) {
  EXPECT_EQ(ToText({}), "");
  EXPECT_EQ(ToText(Page({"one", "", "*two*"}, {})), "one\n\n*two*");
}

TEST(ToMarkdown, HasHeadingsAndParagraphs) {
  const OCRResult page = Page({"Title", "Section", "first", "second", "apart", "next column"},
                              {{0, 60}, {80, 35}, {130, 20}, {155, 20}, {210, 20}, {20, 20}});
  EXPECT_EQ(ToMarkdown(page), "# Title\n\n## Section\n\nfirst\nsecond\n\napart\n\nnext column");
}

TEST(ToMarkdown, WithoutBoxesIsOneParagraph) {
  EXPECT_EQ(ToMarkdown(Page({"one", "two"}, {})), "one\ntwo");
  EXPECT_EQ(ToMarkdown({}), "");
}

TEST(ToMarkdown, EscapesWhatMeansSomething) {
  EXPECT_EQ(ToMarkdown(Page({"# a #"}, {})), "\\# a #");
  EXPECT_EQ(ToMarkdown(Page({"- a-b"}, {})), "\\- a-b");
  EXPECT_EQ(ToMarkdown(Page({"12. a 1.5"}, {})), "12\\. a 1.5");
  EXPECT_EQ(ToMarkdown(Page({"12"}, {})), "12");
  EXPECT_EQ(ToMarkdown(Page({"a_b*c`d[e]<f>|\\"}, {})), "a\\_b\\*c\\`d\\[e\\]\\<f\\>\\|\\\\");
}

TEST(ToMarkdown, MakesItemsOfBullets) {
  EXPECT_EQ(ToMarkdown(Page({"\u2022 one", "\u2022two", "\u2022"}, {})), "- one\n- two\n- ");
}

TEST(ToMarkdown, OfATableIsItsHtml) {
  OCRResult table = Page({"cell"}, {});
  table.table_html = "<table><tr><td>cell</td></tr></table>";
  EXPECT_EQ(ToMarkdown(table), table.table_html);
}

}  // namespace
}  // namespace fastdeploy::vision
