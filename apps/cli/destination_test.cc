// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/destination.h"

#include <filesystem>

#include "tests/testing/testing.h"

namespace fastdeploy::cli {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

std::string Refusal(const std::string& output, const std::string& format) {
  return testing::ThrownBy([&] { (void)DestinationOf(output, format); }).what();
}

TEST(DestinationOf, IsStandardOutputByDefault) {
  EXPECT_EQ(DestinationOf("", "").format, "text");
  EXPECT_EQ(DestinationOf("", "markdown").format, "markdown");
  EXPECT_EQ(DestinationOf("", "json").file, "");
  EXPECT_EQ(DestinationOf("", "json").folder, "");
}

TEST(DestinationOf, TakesTheFormatOfAFileFromItsEnding) {
  EXPECT_EQ(DestinationOf("a/all.jsonl", "").format, "json");
  EXPECT_EQ(DestinationOf("a/all.jsonl", "").file, "a/all.jsonl");
  EXPECT_EQ(DestinationOf("all.md", "").format, "markdown");
  EXPECT_EQ(DestinationOf("all.txt", "").format, "text");
  EXPECT_EQ(DestinationOf("all.txt", "plain").format, "plain");
  EXPECT_EQ(DestinationOf("all.md", "markdown").folder, "");
}

TEST(DestinationOf, TakesOtherNamesForFolders) {
  EXPECT_EQ(DestinationOf("results", "json").folder, "results");
  EXPECT_EQ(DestinationOf("results/", "").format, "text");
  EXPECT_EQ(DestinationOf("results", "").file, "");
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.Path("of.today"));
  EXPECT_EQ(DestinationOf(folder.Path("of.today"), "").folder, folder.Path("of.today"));
}

TEST(DestinationOf, RefusesWhatDoesNotFit) {
  EXPECT_THAT(Refusal("page.json", ""), HasSubstr("a folder, or a file that ends with .jsonl"));
  EXPECT_THAT(Refusal("all.jsonl", "markdown"),
              HasSubstr("a file of the format markdown ends with .md; found 'all.jsonl'"));
  EXPECT_THAT(Refusal("all.md", "json"), HasSubstr("ends with .jsonl"));
  EXPECT_THAT(Refusal("all.md", "plain"), HasSubstr("ends with .txt"));
}

TEST(EndingOf, SaysTheFormat) {
  EXPECT_STREQ(EndingOf("json"), ".json");
  EXPECT_STREQ(EndingOf("markdown"), ".md");
  EXPECT_STREQ(EndingOf("text"), ".txt");
  EXPECT_STREQ(EndingOf("plain"), ".txt");
}

TEST(TrimapsOf, IsOneForAllOrOneForEach) {
  using Paths = std::vector<std::string>;
  EXPECT_EQ(TrimapsOf({"a.jpg", "b.jpg"}, "t.png"), (Paths{"t.png", "t.png"}));
  const TemporaryFolder folder;
  const std::string a = folder.Write("a.png", "");
  const std::string b = folder.Write("b.bmp", "");
  (void)folder.Write("b.txt", "");
  EXPECT_EQ(TrimapsOf({"x/b.jpg", "a.jpg"}, folder.Path()), (Paths{b, a}));
  const auto refusal = [&](const std::string& image) {
    return std::string(testing::ThrownBy([&] { (void)TrimapsOf({image}, folder.Path()); }).what());
  };
  EXPECT_THAT(refusal("c.jpg"), HasSubstr("has 0 pictures named 'c': expected one for 'c.jpg'"));
  (void)folder.Write("a.jpg", "");
  EXPECT_THAT(refusal("a.jpg"), HasSubstr("has 2 pictures named 'a'"));
}

}  // namespace
}  // namespace fastdeploy::cli
