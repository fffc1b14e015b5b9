// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/run.h"

#include <filesystem>
#include <opencv2/imgcodecs.hpp>

#include "apps/cli/output.h"
#include "apps/cli/report.h"
#include "apps/images/testing_files.h"
#include "tests/testing/testing.h"

namespace fastdeploy::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TemporaryFolder;

struct Width {
  int width = 0;
  [[nodiscard]] std::string Str() const { return std::to_string(width); }
  friend bool operator==(const Width&, const Width&) = default;
};
std::string ToJson(const Width& width) { return width.Str(); }

/// A model whose result is the width of the image. Fails for images with a width of 13.
struct WidthModel {
  using Result = Width;
  static Width Predict(const cv::Mat& image) {
    if (image.cols == 13) throw Error(ErrorKind::kRuntime, "width 13");
    return {image.cols};
  }
  static std::vector<Width> BatchPredict(std::span<const cv::Mat> images) {
    std::vector<Width> widths;
    for (const cv::Mat& image : images) widths.push_back(Predict(image));
    return widths;
  }
  [[nodiscard]] std::unique_ptr<WidthModel> Clone() const {
    return std::make_unique<WidthModel>(*this);
  }
};

vision::AnyModel MakeWidthModel() {
  vision::View<Width> view;
  view.text = [](const Width& width) { return width.Str() + "\n"; };
  view.formats = {{"plain", [](const Width& width) { return "plain " + width.Str(); }},
                  {"markdown", [](const Width& width) { return "**" + width.Str() + "**"; }}};
  view.draw = [](const cv::Mat& image, const Width& /*width*/) { return image; };
  return {std::make_unique<WidthModel>(), std::move(view)};
}

std::string WritePicture(const TemporaryFolder& folder, const std::string& name, int width) {
  cv::imwrite(folder.Path(name), testing::MakePicture(5, width));
  return folder.Path(name);
}

struct Ran {
  ExitCode code;
  std::string out;
};

Ran RunWidths(const std::vector<std::string>& images, const RunSettings& settings) {
  const std::atomic<bool> stop = false;
  ::testing::internal::CaptureStdout();
  const ExitCode code = RunImages(MakeWidthModel(), images, settings, "width", stop);
  return {code, ::testing::internal::GetCapturedStdout()};
}

TEST(RunImages, PrintsOneLineOfJsonPerImage) {
  const TemporaryFolder folder;
  const std::string first = WritePicture(folder, "a.png", 20);
  const std::string bad = WritePicture(folder, "b.png", 13);
  const std::string last = WritePicture(folder, "c \"ä\".png", 7);
  const Ran ran = RunWidths({first, bad, last, "none.png"}, {.threads = 3, .format = "json"});
  EXPECT_EQ(ran.code, kSomeImagesFailed);
  EXPECT_EQ(ran.out, "{\"image\":\"" + first + "\",\"result\":20}\n" +  //
                         "{\"image\":\"" + bad + "\",\"error\":\"width 13\"}\n" + "{\"image\":\"" +
                         folder.Path("c \\\"ä\\\".png") + "\",\"result\":7}\n" +
                         "{\"image\":\"none.png\",\"error\":\"this file does not exist\"}\n");
}

TEST(RunImages, PrintsTextBelowTheName) {
  const TemporaryFolder folder;
  const std::string picture = WritePicture(folder, "a.png", 20);
  const Ran ran = RunWidths({picture, picture}, {.threads = 9});
  EXPECT_EQ(ran.code, kDone);
  EXPECT_EQ(ran.out, picture + "\n20\n" + picture + "\n20\n");
}

TEST(RunImages, PrintsOtherFormats) {
  const TemporaryFolder folder;
  const std::string picture = WritePicture(folder, "a.png", 20);
  EXPECT_EQ(RunWidths({picture}, {.format = "plain"}).out, "plain 20\n");
  EXPECT_EQ(RunWidths({picture, picture}, {.format = "plain"}).out,
            "==> " + picture + " <==\nplain 20\n\n==> " + picture + " <==\nplain 20\n");
  EXPECT_EQ(RunWidths({picture, picture}, {.format = "markdown"}).out,
            "# " + picture + "\n\n**20**\n\n# " + picture + "\n\n**20**\n");
  const Ran ran = RunWidths({picture}, {.format = "html"});
  EXPECT_EQ(ran.code, kSomeImagesFailed);
  EXPECT_EQ(ran.out, "");
}

TEST(RunImages, WritesResultsIntoOneFile) {
  const TemporaryFolder folder;
  const std::string picture = WritePicture(folder, "a.png", 20);
  const std::string bad = WritePicture(folder, "b.png", 13);
  const std::string file = folder.Path("all.jsonl");
  const Ran ran = RunWidths({picture, bad}, {.output = file});
  EXPECT_EQ(ran.code, kSomeImagesFailed);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(testing::ReadBytes(file), "{\"image\":\"" + picture +
                                          "\",\"result\":20}\n{\"image\":\"" + bad +
                                          "\",\"error\":\"width 13\"}\n");
  EXPECT_EQ(RunWidths({picture}, {.output = folder.Path("a.md")}).code, kDone);
  EXPECT_EQ(testing::ReadBytes(folder.Path("a.md")), "**20**\n");
  EXPECT_THAT(
      testing::ThrownBy([&] { RunWidths({picture}, {.output = picture + "/x.md"}); }).what(),
      HasSubstr("cannot write results to '" + picture + "/x.md'"));
  (void)::testing::internal::GetCapturedStdout();
}

TEST(RunImages, WritesAFileForEachImage) {
  const TemporaryFolder folder;
  const std::string picture = WritePicture(folder, "a.png", 20);
  const std::string bad = WritePicture(folder, "b.png", 13);
  const std::string scan = folder.Write(
      "c.tif", images::testing::Tiff({{testing::MakePicture(5, 7)}, {testing::MakePicture(5, 8)}}));
  const std::string output = folder.Path("new/results");
  const Ran ran =
      RunWidths({picture, bad, scan}, {.threads = 2, .format = "json", .output = output});
  EXPECT_EQ(ran.code, kSomeImagesFailed);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(testing::ReadBytes(output + "/a_width.json"), "20\n");
  EXPECT_FALSE(std::filesystem::exists(output + "/b_width.json"));
  EXPECT_EQ(testing::ReadBytes(output + "/c_width_page1.json"), "7\n");
  EXPECT_EQ(testing::ReadBytes(output + "/c_width_page2.json"), "8\n");
  EXPECT_EQ(RunWidths({picture}, {.output = output}).out, "");
  EXPECT_EQ(testing::ReadBytes(output + "/a_width.txt"), "20\n");
}

TEST(RunImages, GivesTrimapsToModelsThatTakeThem) {
  const TemporaryFolder folder;
  const std::string picture = WritePicture(folder, "a.png", 20);
  const Ran ran = RunWidths({picture}, {.format = "json", .trimap = picture});
  EXPECT_EQ(ran.code, kSomeImagesFailed);
  EXPECT_THAT(ran.out, HasSubstr("take no trimap"));
  const Ran none = RunWidths({picture}, {.format = "json", .trimap = "none.png"});
  EXPECT_THAT(none.out, HasSubstr("trimap 'none.png': this file does not exist"));
}

TEST(ProgressText, HasRateAndTimeLeft) {
  EXPECT_EQ(ProgressText(12, 100, 4), "12/100, 3.0 images/s, 29 s left");
  EXPECT_EQ(ProgressText(100, 100, 4), "100/100, 25.0 images/s, 0 s left");
}

TEST(RunImages, SavesDrawings) {
  const TemporaryFolder folder;
  const std::string picture = WritePicture(folder, "a.png", 20);
  const Ran ran = RunWidths({picture, folder.Path("none.png")},
                            {.threads = 1, .save_folder = folder.Path("new/drawings")});
  EXPECT_EQ(ran.code, kSomeImagesFailed);
  EXPECT_EQ(cv::imread(folder.Path("new/drawings/a_width.png")).cols, 20);
  EXPECT_FALSE(std::filesystem::exists(folder.Path("new/drawings/none_width.png")));
}

TEST(RunImages, ReadsAJpegAtAFractionOfItsSize) {
  const TemporaryFolder folder;
  const std::string picture = WritePicture(folder, "a.jpg", 64);
  EXPECT_EQ(RunWidths({picture}, {.format = "plain"}).out, "plain 64\n");
  EXPECT_EQ(RunWidths({picture}, {.format = "plain", .read = {.jpeg_side = 1}}).out, "plain 16\n");
}

TEST(RunImages, ReportsADrawingThatCannotBeWrittenAsAnErrorOfItsImage) {
  const TemporaryFolder folder;
  const std::string picture = WritePicture(folder, "a.png", 20);
  std::filesystem::create_directories(folder.Path("drawings/a_width.png"));
  const Ran ran = RunWidths({picture}, {.format = "json", .save_folder = folder.Path("drawings")});
  EXPECT_EQ(ran.code, kSomeImagesFailed);
  EXPECT_THAT(ran.out, HasSubstr("cannot write"));
}

TEST(RunImages, RefusesAFolderThatCannotBeCreated) {
  const TemporaryFolder folder;
  const std::string picture = WritePicture(folder, "a.png", 20);
  EXPECT_THAT(
      testing::ThrownBy([&] { RunWidths({picture}, {.save_folder = picture + "/x"}); }).what(),
      HasSubstr("cannot make folder '" + picture + "/x'"));
  (void)::testing::internal::GetCapturedStdout();
}

TEST(RunImages, TreatsPagesAsImagesOfTheirOwn) {
  const TemporaryFolder folder;
  const cv::Mat good = testing::MakePicture(5, 20);
  const std::string scan = folder.Write(
      "scan.tif", images::testing::Tiff({{good}, {testing::MakePicture(5, 13)}, {good}}));
  const Ran ran = RunWidths({scan}, {.format = "json", .save_folder = folder.Path("drawings")});
  EXPECT_EQ(ran.code, kSomeImagesFailed);
  const std::string start = "{\"image\":\"" + scan + "\",\"page\":";
  EXPECT_EQ(ran.out, start + "1,\"result\":20}\n" + start + "2,\"error\":\"width 13\"}\n" + start +
                         "3,\"result\":20}\n");
  EXPECT_TRUE(std::filesystem::exists(folder.Path("drawings/scan_width_page1.png")));
  EXPECT_FALSE(std::filesystem::exists(folder.Path("drawings/scan_width_page2.png")));
  EXPECT_TRUE(std::filesystem::exists(folder.Path("drawings/scan_width_page3.png")));
  EXPECT_THAT(RunWidths({scan}, {}).out, HasSubstr(scan + " (page 3 of 3)\n20\n"));
}

TEST(RunImages, EndsAFileAtAPageThatCannotBeRead) {
  const TemporaryFolder folder;
  std::string tiff = images::testing::Tiff({{testing::MakePicture(5, 20)},
                                            {testing::MakePicture(5, 21)},
                                            {testing::MakePicture(5, 22)}});
  const std::string tag = images::testing::Little(256, 2) + images::testing::Little(4, 2);
  const size_t width = tiff.find(tag, tiff.find(tag) + 1);
  ASSERT_NE(width, std::string::npos);
  tiff.replace(width + 8, 4, images::testing::Little(2000000000, 4));
  const Ran ran = RunWidths({folder.Write("scan.tif", tiff)}, {.format = "json"});
  EXPECT_EQ(ran.code, kSomeImagesFailed);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("\"page\":1,\"result\":20"),
                             HasSubstr("\"page\":2,\"error\""), Not(HasSubstr("\"page\":3"))));
}

TEST(JsonLine, ReplacesInvalidUtf8) {
  EXPECT_EQ(JsonLine({.file = "a\xFF.png"}, {std::nullopt, "bad\n\xFF"}),
            "{\"image\":\"a\xEF\xBF\xBD.png\",\"error\":\"bad\\n\xEF\xBF\xBD\"}");
}

TEST(OneLine, JoinsLines) {
  EXPECT_EQ(OneLine("a \n\n   b\r\nc  d"), "a b c  d");
  EXPECT_EQ(OneLine("\na\n"), "a");
  EXPECT_EQ(OneLine(""), "");
  EXPECT_EQ(OneLine("a\n\x1B[31mb"), "a \xEF\xBF\xBD[31mb");
}

TEST(Printable, LeavesOutControlCharacters) {
  const std::string mark = "\xEF\xBF\xBD";
  EXPECT_EQ(Printable("a\tb\n\xC3\xA9 \xC2\xA9"), "a\tb\n\xC3\xA9 \xC2\xA9");
  EXPECT_EQ(Printable("\x1B]0;x\x07\x7F"), mark + "]0;x" + mark + mark);
  EXPECT_EQ(Printable("\xC2\x9B"
                      "31m\xC2"),
            mark + "31m\xC2");
}

}  // namespace
}  // namespace fastdeploy::cli
