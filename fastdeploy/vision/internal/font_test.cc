// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/internal/font.h"

#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

TEST(DecodeUtf8, ReadsCharactersOfEveryLength) {
  EXPECT_EQ(DecodeUtf8(""), U"");
  EXPECT_EQ(DecodeUtf8("aé文😀"), U"aé文😀");
}

TEST(DecodeUtf8, ReplacesInvalidBytes) {
  EXPECT_EQ(DecodeUtf8("a\xFFz"), U"a\uFFFDz") << "a byte that UTF-8 does not use";
  EXPECT_EQ(DecodeUtf8("a\x80z"), U"a\uFFFDz") << "a continuation byte without a lead byte";
  EXPECT_EQ(DecodeUtf8("\xE6\x96"), U"\uFFFD\uFFFD") << "cut short";
  EXPECT_EQ(DecodeUtf8("\xE6z"), U"\uFFFDz");
  EXPECT_EQ(DecodeUtf8("\xC0\xAF"), U"\uFFFD\uFFFD") << "overlong";
  EXPECT_EQ(DecodeUtf8("\xE0\x80\xAF"), U"\uFFFD\uFFFD\uFFFD") << "overlong";
  EXPECT_EQ(DecodeUtf8("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD") << "half of a surrogate pair";
  EXPECT_EQ(DecodeUtf8("\xF4\x90\x80\x80"), U"\uFFFD\uFFFD\uFFFD\uFFFD") << "past U+10FFFF";
}

}  // namespace
}  // namespace fastdeploy::vision
