// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/text_order.h"

#include <gtest/gtest.h>

#include <utility>

namespace fastdeploy::vision::ocr {
namespace {

TEST(BidiDisplay, GivesWhatPythonBidiGives) {
  const std::pair<const char*, const char*> rows[] = {
      {"", ""},
      {"hello 12", "hello 12"},
      {"\u0627\u0628\u062A\u062B\u062C 4202", "4202 \u062C\u062B\u062A\u0628\u0627"},
      {"ABC (\u0627\u0628\u062A) 12.5%", "ABC (12.5 (\u062A\u0628\u0627%"},
      {"\u0627\u0628\u062A 12,50 \u062C\u062D", "\u062D\u062C 12,50 \u062A\u0628\u0627"},
      {"abc \u0627\u0628\u062A 1/2 def", "abc 1/2 \u062A\u0628\u0627 def"},
      {"\u0627\u0628\u062A (12) [\u062C\u062D]! ", " ![\u062D\u062C] (12) \u062A\u0628\u0627"},
      {"12-34 \u0627\u0628\u062A", "\u062A\u0628\u0627 12-34"},
      {"\u0628\u064E\u062A abc $5 \u062C", "\u062C abc $5 \u062A\u064E\u0628"},
      {"\u0663\u066B\u0661\u0664 \u0645\u0646 100%", "%100 \u0646\u0645 \u0663\u066B\u0661\u0664"},
      {"<\u0627\u0628\u062A>", "<\u062A\u0628\u0627>"},
      {"a\u200C\u0628", "a\u0628"}};
  for (const auto& [seen, display] : rows) EXPECT_EQ(BidiDisplay(seen), display) << seen;
}

TEST(ReverseButLatin, KeepsLatinWords) {
  EXPECT_EQ(ReverseButLatin(""), "");
  EXPECT_EQ(ReverseButLatin("abc 12:30"), "abc 12:30");
  EXPECT_EQ(ReverseButLatin("\u0627\u0628 12%\u062A(x-y)"), ")x-y(\u062A 12%\u0628\u0627");
}

TEST(InOrder, LeavesTheTextAsSeen) {
  EXPECT_EQ(InOrder("\u0627\u0628", TextOrder::kAsSeen), "\u0627\u0628");
  EXPECT_EQ(InOrder("\u0627\u0628", TextOrder::kBidi), "\u0628\u0627");
  EXPECT_EQ(InOrder("\u0627\u0628", TextOrder::kReversed), "\u0628\u0627");
}

TEST(EncodeUtf8, WritesCharactersOfEveryLength) {
  EXPECT_EQ(EncodeUtf8(U"a\u00E9\u6587\U0001F600"), "a\u00E9\u6587\U0001F600");
}

}  // namespace
}  // namespace fastdeploy::vision::ocr
