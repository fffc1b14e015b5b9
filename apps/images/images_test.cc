// SPDX-License-Identifier: Apache-2.0
#include "apps/images/images.h"

#include <opencv2/imgproc.hpp>

#include "apps/images/testing_files.h"
#include "tests/testing/testing.h"

namespace fastdeploy::images {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::AllOf;
using testing::AnimatedWebp;
using testing::Encode;
using testing::Exif;
using testing::GifFrame;
using ::testing::HasSubstr;
using testing::Tiff;

std::vector<cv::Mat> Read(const std::string& file) {
  const auto pages = OpenPages(file);
  std::vector<cv::Mat> images;
  while (images.size() < pages->Count()) images.push_back(pages->Next());
  return images;
}

cv::Mat ReadOne(const std::string& file) {
  const auto images = Read(file);
  EXPECT_EQ(images.size(), 1U);
  return images.at(0);
}

std::string Refusal(const std::string& file) {
  const Error error = ThrownBy([&] { (void)Read(file); });
  EXPECT_EQ(error.Kind(), ErrorKind::kInvalidFile);
  return error.what();
}

void ExpectSame(const cv::Mat& image, const cv::Mat& expected, double tolerance = 0) {
  ASSERT_EQ(image.type(), expected.type());
  ASSERT_EQ(image.size(), expected.size());
  EXPECT_LE(cv::norm(image, expected, cv::NORM_INF), tolerance);
}

/// 3 x 2 pixels of different colours.
cv::Mat Colours() {
  return (cv::Mat_<cv::Vec3b>(2, 3) << cv::Vec3b(1, 2, 3), cv::Vec3b(40, 50, 60),
          cv::Vec3b(70, 80, 90), cv::Vec3b(200, 0, 0), cv::Vec3b(0, 210, 0), cv::Vec3b(0, 0, 220));
}

/// As Exif says it, in words: what is the first row and the first column of the stored picture.
cv::Mat Stored(const cv::Mat& seen, int orientation) {
  cv::Mat stored = seen.clone();
  if (orientation == 2 || orientation == 3) cv::flip(stored, stored, 1);
  if (orientation == 3 || orientation == 4) cv::flip(stored, stored, 0);
  if (orientation == 5) cv::transpose(seen, stored);
  if (orientation == 6) cv::rotate(seen, stored, cv::ROTATE_90_COUNTERCLOCKWISE);
  if (orientation == 7) cv::rotate(seen.t(), stored, cv::ROTATE_180);
  if (orientation == 8) cv::rotate(seen, stored, cv::ROTATE_90_CLOCKWISE);
  return stored;
}

TEST(OpenPages, ReadsEveryFormat) {
  for (const char* ending : {".png", ".bmp", ".tiff", ".ppm", ".pnm"}) {
    SCOPED_TRACE(ending);
    ExpectSame(ReadOne(Encode(ending, Colours())), Colours());
  }
  ExpectSame(ReadOne(testing::RiffChunk("RIFF", "WEBP" + testing::WebpPixels(Colours()))),
             Colours());
  const cv::Mat plain(16, 16, CV_8UC3, cv::Scalar(10, 120, 230));
  ExpectSame(ReadOne(Encode(".jpg", plain)), plain, 3);
  const cv::Mat grey(2, 2, CV_8UC1, cv::Scalar(77));
  ExpectSame(ReadOne(Encode(".png", grey)), cv::Mat(2, 2, CV_8UC3, cv::Scalar::all(77)));
}

TEST(OpenPages, ReadsSixteenBits) {
  const cv::Mat deep(2, 2, CV_16UC3, cv::Scalar(0x1234, 0x80FF, 0xFFFF));
  const cv::Mat expected(2, 2, CV_8UC3, cv::Scalar(0x12, 0x80, 0xFF));
  ExpectSame(ReadOne(Encode(".png", deep)), expected, 1);
  ExpectSame(ReadOne(Encode(".tiff", deep)), expected, 1);
  const cv::Mat clear(2, 2, CV_16UC4, cv::Scalar(0, 0, 0xFFFF, 0x8000));
  ExpectSame(ReadOne(Encode(".png", clear)), cv::Mat(2, 2, CV_8UC3, cv::Scalar(127, 127, 255)), 1);
}

TEST(OpenPages, BlendsTransparentPixelsOverWhite) {
  const cv::Mat pixels = (cv::Mat_<cv::Vec4b>(1, 3) << cv::Vec4b(0, 0, 0, 0),
                          cv::Vec4b(10, 20, 30, 255), cv::Vec4b(0, 100, 200, 51));
  const cv::Mat expected = (cv::Mat_<cv::Vec3b>(1, 3) << cv::Vec3b(255, 255, 255),
                            cv::Vec3b(10, 20, 30), cv::Vec3b(204, 224, 244));
  ExpectSame(ReadOne(Encode(".png", pixels)), expected);
  ExpectSame(ReadOne(testing::RiffChunk("RIFF", "WEBP" + testing::WebpPixels(pixels))), expected,
             1);
  cv::Mat rgba;
  cv::cvtColor(pixels, rgba, cv::COLOR_BGRA2RGBA);
  ExpectSame(ReadOne(Tiff({{.pixels = rgba}})), expected, 1);
}

TEST(OpenPages, MakesTheTransparentColourOfAPngWhite) {
  const cv::Mat grey = (cv::Mat_<uchar>(1, 2) << 0, 9);
  const cv::Mat expected =
      (cv::Mat_<cv::Vec3b>(1, 2) << cv::Vec3b(255, 255, 255), cv::Vec3b(9, 9, 9));
  ExpectSame(ReadOne(testing::PngWith(grey, testing::PngChunk("tRNS", testing::Big(0, 2)))),
             expected);
  const cv::Mat coloured = (cv::Mat_<cv::Vec3b>(1, 2) << cv::Vec3b(3, 2, 1), cv::Vec3b(9, 9, 9));
  const std::string colour = testing::Big(1, 2) + testing::Big(2, 2) + testing::Big(3, 2);
  ExpectSame(ReadOne(testing::PngWith(coloured, testing::PngChunk("tRNS", colour))), expected);
}

TEST(OpenPages, TurnsAsTheOrientationSays) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    SCOPED_TRACE(orientation);
    const cv::Mat stored = Stored(Colours(), orientation);
    const std::string exif = Exif(orientation);
    ExpectSame(ReadOne(testing::PngWith(stored, testing::PngChunk("eXIf", exif))), Colours());
    ExpectSame(
        ReadOne(testing::Webp(stored.size(), 8,
                              testing::WebpPixels(stored) + testing::RiffChunk("EXIF", exif))),
        Colours());
    cv::Mat rgb;
    cv::cvtColor(stored, rgb, cv::COLOR_BGR2RGB);
    ExpectSame(ReadOne(Tiff({{rgb, orientation}})), Colours());
    cv::Mat large;
    cv::resize(Colours(), large, {}, 16, 16, cv::INTER_NEAREST);
    const cv::Mat seen = ReadOne(testing::JpegWithExif(Stored(large, orientation), orientation));
    ASSERT_EQ(seen.size(), large.size());
    cv::Mat centres(2, 3, CV_8UC3);  // colours run into each other at the edges
    for (int i = 0; i < 6; ++i) {
      centres.at<cv::Vec3b>(i / 3, i % 3) = seen.at<cv::Vec3b>(i / 3 * 16 + 8, i % 3 * 16 + 8);
    }
    ExpectSame(centres, Colours(), 8);
  }
}

TEST(OpenPages, ReadsAllPagesOfATiff) {
  cv::Mat rgb;
  cv::cvtColor(Colours(), rgb, cv::COLOR_BGR2RGB);
  const cv::Mat white(1, 4, CV_8UC3, cv::Scalar::all(255));
  const auto pages = Read(Tiff({{rgb}, {.pixels = white, .kind = 1}, {white}}));
  ASSERT_EQ(pages.size(), 2U) << "a small copy is no page";
  ExpectSame(pages[0], Colours());
  ExpectSame(pages[1], white);
}

TEST(OpenPages, ReadsAllFramesOfAGif) {
  constexpr char kWhite = 0, kRed = 1, kGreen = 2, kBlue = 3;
  const GifFrame whole = {{0, 0, 2, 1}, {kRed, kGreen}, 1};
  const GifFrame right = {{1, 0, 1, 1}, {kBlue}, 3};
  const GifFrame left = {{0, 0, 1, 1}, {kBlue}, 2};
  const GifFrame nothing = {{0, 0, 2, 1}, {kWhite, kBlue}, 0, kWhite};
  const GifFrame outside = {{0, 9, 2, 1}, {kRed, kRed}, 3};
  const auto frames = Read(testing::Gif({2, 1}, {whole, right, left, nothing, outside, nothing}));
  ASSERT_EQ(frames.size(), 6U);
  ExpectSame(frames[4], frames[3]);
  ExpectSame(frames[5], frames[3]);
  const cv::Vec3b white(255, 255, 255), red(0, 0, 255), green(0, 255, 0), blue(255, 0, 0);
  ExpectSame(frames[0], (cv::Mat_<cv::Vec3b>(1, 2) << red, green));
  ExpectSame(frames[1], (cv::Mat_<cv::Vec3b>(1, 2) << red, blue));
  ExpectSame(frames[2], (cv::Mat_<cv::Vec3b>(1, 2) << blue, green));
  ExpectSame(frames[3], (cv::Mat_<cv::Vec3b>(1, 2) << white, blue));
}

TEST(OpenPages, ReadsAllFramesOfAnAnimatedWebp) {
  const cv::Mat second(2, 3, CV_8UC3, cv::Scalar(5, 6, 7));
  const auto frames = Read(AnimatedWebp({Colours(), second}));
  ASSERT_EQ(frames.size(), 2U);
  ExpectSame(frames[0], Colours());
  ExpectSame(frames[1], second);
}

TEST(OpenPages, RefusesTruncatedFiles) {
  const cv::Mat picture = fastdeploy::testing::MakePicture(40, 50);
  const std::vector<std::string> files = {
      Encode(".jpg", picture),
      Encode(".jpg", picture, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}),
      Encode(".png", picture),
      Encode(".bmp", picture),
      Encode(".webp", picture),
      Encode(".tiff", picture),
      Encode(".ppm", picture),
      AnimatedWebp({picture, picture}),
      testing::Gif({2, 1}, {{{0, 0, 2, 1}, std::string("\1\2", 2)}})};
  for (const std::string& file : files) {
    EXPECT_EQ(Read(file).at(0).channels(), 3);
    for (const size_t missing : {size_t{1}, size_t{3}, file.size() / 2, file.size() - 20}) {
      SCOPED_TRACE(file.substr(0, 4) + " without " + std::to_string(missing));
      // TIFF's directory is at the end: without it, the file's parts are elsewhere.
      EXPECT_THAT(Refusal(file.substr(0, file.size() - missing)),
                  ::testing::AnyOf(HasSubstr("truncated"), HasSubstr("damaged")));
    }
  }
}

TEST(OpenPages, ChecksTheSizeBeforeDecoding) {
  std::string png = Encode(".png", Colours());
  png.replace(16, 8, testing::Big(40000, 4) + testing::Big(32000, 4));
  EXPECT_THAT(Refusal(png), AllOf(HasSubstr("40000 x 32000"), HasSubstr("at most 200 million")));
  EXPECT_THAT(Refusal(testing::Gif({65535, 65535}, {{{0, 0, 1, 1}, "\1"}})),
              HasSubstr("65535 x 65535"));
  std::string tiff = Tiff({{cv::Mat(1, 4, CV_8UC3, cv::Scalar())}});
  const size_t width = tiff.find(testing::Little(256, 2) + testing::Little(4, 2));
  tiff.replace(width + 8, 4, testing::Little(2000000000, 4));
  EXPECT_THAT(Refusal(tiff), HasSubstr("2000000000 x 1"));
  EXPECT_THAT(Refusal("P6\n999999 999999\n255\n"), HasSubstr("truncated"));
  EXPECT_THAT(Refusal("P3\n999999 999999\n255\n"), HasSubstr("999999 x 999999"));
}

TEST(OpenPages, BoundsTheWorkOfFramesAndScans) {
  const std::vector<testing::GifFrame> frames(60, {{0, 0, 1, 1}, "\1"});
  EXPECT_THAT(Refusal(testing::Gif({20000, 9999}, frames)),
              AllOf(HasSubstr("60 frames of 20000 x 9999"), HasSubstr("at most 10000 million")));
  EXPECT_EQ(Read(testing::Gif({20, 99}, frames)).size(), 60U);
  std::string jpeg = Encode(".jpg", Colours());
  const size_t frame = jpeg.find("\xFF\xC0");
  jpeg.replace(frame + 5, 4, testing::Big(3000, 2) + testing::Big(65000, 2));
  const size_t scan = jpeg.find("\xFF\xDA");
  const std::string again = jpeg.substr(scan, jpeg.size() - 2 - scan);
  for (int i = 0; i < 60; ++i) jpeg.insert(scan, again);
  EXPECT_THAT(Refusal(jpeg), HasSubstr("61 scans of 65000 x 3000"));
}

// Files that PDFium reads are in python/tests/image_test.py.
TEST(OpenPdf, NeedsPdfium) {
  setenv("FASTDEPLOY_PDFIUM_LIBRARY", "/none/libpdfium.so", 1);
  const Error error = ThrownBy([&] { (void)Read("%PDF-1.7 and so on"); });
  EXPECT_EQ(error.Kind(), ErrorKind::kUnsupported);
  EXPECT_THAT(error.what(), HasSubstr("pip install fastdeploy-vision[pdf]"));
  EXPECT_FALSE(ReadsPdf());
}

TEST(OpenPages, NamesWhatItDoesNotRead) {
  EXPECT_THAT(Refusal(std::string("\0\0\0\x18", 4) + "ftypheic"), HasSubstr("HEIC"));
  EXPECT_THAT(Refusal("hello"), HasSubstr("68 65 6c 6c 6f"));
  EXPECT_THAT(Refusal(""), HasSubstr("cannot be read as an image"));
}

TEST(OpenPages, RefusesDamagedPixels) {
  std::string png = Encode(".png", fastdeploy::testing::MakePicture(40, 50));
  png[png.size() / 2] ^= 1;
  EXPECT_THAT(Refusal(png), AllOf(HasSubstr("50 x 40"), HasSubstr("damaged")));
}

}  // namespace
}  // namespace fastdeploy::images
