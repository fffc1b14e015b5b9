// SPDX-License-Identifier: Apache-2.0
//
// The pixels of pictures are those of OpenCV's own decoders, which the product does not contain.

#include <cstdio>  // first: jpeglib.h needs FILE

#include <jpeglib.h>
#include <zlib.h>

#include "apps/images/images.h"
#include "apps/images/jpeg.h"
#include "apps/images/pixels.h"
#include "apps/images/png.h"
#include "apps/images/testing_files.h"
#include "tests/testing/testing.h"

namespace fastdeploy::images {
namespace {

using fastdeploy::testing::MakePicture;
using fastdeploy::testing::ThrownBy;
using testing::Big;
using testing::Bmp;
using testing::Encode;
using testing::Little;
using testing::Noise;
using testing::PngChunk;

cv::Mat Imdecode(const std::string& file, int flags) {
  return cv::imdecode(std::vector<uchar>(file.begin(), file.end()),
                      flags | cv::IMREAD_IGNORE_ORIENTATION);
}

void ExpectSame(const cv::Mat& image, const cv::Mat& expected) {
  ASSERT_EQ(image.type(), expected.type());
  ASSERT_EQ(image.size(), expected.size());
  EXPECT_EQ(cv::norm(image, expected, cv::NORM_INF), 0);
}

/// `flags`: IMREAD_UNCHANGED if the file has alpha.
void ExpectAsImdecode(const std::string& file, int flags = cv::IMREAD_COLOR) {
  const cv::Mat expected = Imdecode(file, flags);
  ASSERT_FALSE(expected.empty());
  ExpectSame(OpenPages(file)->Next(), ToBgr(expected));
}

/// `kind` as in the header: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. `rows`: of
/// noise if empty.
std::string Png(int width, int height, int depth, int kind, const std::string& chunks = "",
                std::string rows = "", bool interlaced = false) {
  const int channels = kind == 2 ? 3 : kind == 4 ? 2 : kind == 6 ? 4 : 1;
  const size_t row = size_t(width * channels * depth + 7) / 8;
  for (int y = 0; rows.size() < (row + 1) * size_t(height); ++y) {
    rows += '\0' + Noise(row * size_t(height)).substr(row * size_t(y), row);
  }
  std::vector<uchar> packed(compressBound(rows.size()));
  uLongf size = packed.size();
  compress(packed.data(), &size, reinterpret_cast<const Bytef*>(rows.data()), rows.size());
  return "\x89PNG\r\n\x1A\n" +
         PngChunk("IHDR", Big(width, 4) + Big(height, 4) + Little(depth, 1) + Little(kind, 1) +
                              Little(0, 2) + Little(interlaced ? 1 : 0, 1)) +
         chunks + PngChunk("IDAT", {packed.begin(), packed.begin() + long(size)}) +
         PngChunk("IEND", "");
}

TEST(DecodePng, IsAsOpenCV) {
  for (const int depth : {1, 2, 4, 8, 16}) {
    SCOPED_TRACE(depth);
    ExpectAsImdecode(Png(13, 5, depth, 0));
    if (depth < 16) {
      const std::string colours = PngChunk("PLTE", Noise(size_t{3} << depth));
      ExpectAsImdecode(Png(13, 5, depth, 3, colours));
      const std::string alpha = colours + PngChunk("tRNS", Noise(2));
      ExpectAsImdecode(Png(13, 5, depth, 3, alpha), cv::IMREAD_UNCHANGED);
    }
    if (depth < 8) continue;
    ExpectAsImdecode(Png(13, 5, depth, 2));
    ExpectAsImdecode(Png(13, 5, depth, 4), cv::IMREAD_UNCHANGED);
    ExpectAsImdecode(Png(13, 5, depth, 6), cv::IMREAD_UNCHANGED);
  }
  const std::string gamma = PngChunk("gAMA", Big(100000, 4));
  ExpectAsImdecode(Png(13, 5, 8, 2, gamma));
  const std::string passes("\0a\0b\0cd", 7);
  ExpectAsImdecode(Png(2, 2, 8, 0, "", passes, true));
}

TEST(DecodePng, MakesTheTransparentColourWhite) {
  for (const int depth : {1, 2, 4}) {
    SCOPED_TRACE(depth);
    cv::Mat expected = Imdecode(Png(13, 5, depth, 0), cv::IMREAD_COLOR);
    cv::Mat black;
    cv::inRange(expected, cv::Scalar(), cv::Scalar(), black);
    ASSERT_GT(cv::countNonZero(black), 0);
    expected.setTo(cv::Scalar::all(255), black);
    ExpectSame(OpenPages(Png(13, 5, depth, 0, PngChunk("tRNS", Big(0, 2))))->Next(), expected);
  }
}

/// A JPEG of four colours. `space`: JCS_CMYK or JCS_YCCK.
std::string Jpeg4(const cv::Mat& cmyk, J_COLOR_SPACE space) {
  jpeg_compress_struct jpeg = {};
  jpeg_error_mgr errors = {};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &bytes, &size);
  jpeg.image_width = JDIMENSION(cmyk.cols);
  jpeg.image_height = JDIMENSION(cmyk.rows);
  jpeg.input_components = 4;
  jpeg.in_color_space = JCS_CMYK;
  jpeg_set_defaults(&jpeg);
  jpeg_set_colorspace(&jpeg, space);
  jpeg_start_compress(&jpeg, TRUE);
  for (int y = 0; y < cmyk.rows; ++y) {
    JSAMPROW row = const_cast<uchar*>(cmyk.ptr(y));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string file(reinterpret_cast<char*>(bytes), size);
  std::free(bytes);
  return file;
}

TEST(DecodeJpeg, IsAsOpenCV) {
  const cv::Mat picture = MakePicture(61, 83);
  ExpectAsImdecode(Encode(".jpg", picture));  // two colours are stored at half the size
  ExpectAsImdecode(Encode(".jpg", picture, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}));
  ExpectAsImdecode(Encode(".jpg", picture, {cv::IMWRITE_JPEG_RST_INTERVAL, 3}));
  ExpectAsImdecode(Encode(".jpg", picture, {cv::IMWRITE_JPEG_QUALITY, 20}));
  cv::Mat grey;
  cv::extractChannel(picture, grey, 1);
  ExpectAsImdecode(Encode(".jpg", grey));
  cv::Mat four;
  cv::merge(std::vector<cv::Mat>{grey, grey.t().t(), 255 - grey, grey / 2 + 100}, four);
  ExpectAsImdecode(Jpeg4(four, JCS_CMYK));
  ExpectAsImdecode(Jpeg4(four, JCS_YCCK));
  std::string damaged = Encode(".jpg", picture);
  damaged[damaged.size() * 2 / 3] ^= 1;
  ExpectAsImdecode(damaged);
}

TEST(DecodeWebp, IsAsOpenCV) {
  const cv::Mat picture = MakePicture(61, 83);
  ExpectAsImdecode(Encode(".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 60}), cv::IMREAD_UNCHANGED);
  cv::Mat clear;
  cv::merge(std::vector<cv::Mat>{picture, cv::Mat(picture.size(), CV_8U, cv::Scalar(77))}, clear);
  ExpectAsImdecode(Encode(".webp", clear, {cv::IMWRITE_WEBP_QUALITY, 60}), cv::IMREAD_UNCHANGED);
}

TEST(DecodeBmp, IsAsOpenCV) {
  for (const int bits : {1, 4, 8}) ExpectAsImdecode(Bmp(bits, 0, Noise(size_t{4} << bits)));
  for (const int bits : {16, 24, 32}) ExpectAsImdecode(Bmp(bits));
  ExpectAsImdecode(Bmp(24, 0, "", "", -3));
  ExpectAsImdecode(Bmp(16, 3, Little(0xF800, 4) + Little(0x7E0, 4) + Little(0x1F, 4)));
  ExpectAsImdecode(Bmp(16, 3, Little(0x7C00, 4) + Little(0x3E0, 4) + Little(0x1F, 4)));
  const std::string masks = Little(0xFF0000, 4) + Little(0xFF00, 4) + Little(0xFF, 4);
  ExpectAsImdecode(Bmp(32, 3, masks));
  const std::string alpha = masks + Little(0xFF000000, 4);
  ExpectAsImdecode(Bmp(32, 3, alpha, "", 3, 56), cv::IMREAD_UNCHANGED);
  const std::string old =
      Little(12, 4) + Little(7, 2) + Little(3, 2) + Little(1, 2) + Little(4, 2) + Noise(48);
  ExpectAsImdecode("BM" + Little(0, 8) + Little(74, 4) + old + Noise(12));
}

TEST(DecodeBmp, ReadsRuns) {
  // A run, pixels one by one, the end of a row, a step over pixels, the end.
  const std::string eight("\4\x09\0\3\1\2\3\0\0\0\0\2\2\1\2\5\0\1", 18);
  ExpectAsImdecode(Bmp(8, 1, Noise(1024), eight));
  const std::string four("\x03\x12\0\4\x34\x56\0\0\0\2\2\0\5\x78\0\0\0\0\0\1", 20);
  ExpectAsImdecode(Bmp(4, 2, Noise(64), four));
  const std::string too_long("\x08\x09\0\1", 4);
  EXPECT_THAT(ThrownBy([&] { OpenPages(Bmp(8, 1, Noise(1024), too_long))->Next(); }).what(),
              ::testing::HasSubstr("a row has too many pixels"));
}

TEST(DecodeBmp, ReadsColoursOfAnyOrder) {
  const std::string masks = Little(0xFF, 4) + Little(0xFF00, 4) + Little(0xFF0000, 4);
  std::string pixels(84, '\0');
  pixels[0] = 10, pixels[1] = 20, pixels[2] = 30;
  EXPECT_EQ(OpenPages(Bmp(32, 3, masks, pixels))->Next().at<cv::Vec3b>(2, 0),
            cv::Vec3b(30, 20, 10));
}

TEST(DecodePnm, IsAsOpenCV) {
  ExpectAsImdecode("P1\n# comment\n3 2\n1 0 1\n011\n");
  ExpectAsImdecode("P2 3 2 9\n1 0 9 12 5 6\n");
  ExpectAsImdecode("P2 2 1 65535\n1000 65535\n");
  ExpectAsImdecode("P3\n2 1\n255 # comment\n1 2 3 4 5 6\n");
  ExpectAsImdecode("P4\n13 2\n" + Noise(4));
  ExpectAsImdecode("P5\n4 3\n255\n" + Noise(12));
  ExpectAsImdecode("P5\n4 3\n100\n" + Noise(12));
  ExpectAsImdecode("P5\n4 3\n65535\n" + Noise(24));
  ExpectAsImdecode("P6\n4 3\n255\n" + Noise(36));
  ExpectAsImdecode("P6\n4 3\n1023\n" + Noise(72));
}

TEST(EncodePng, WritesWhatOpenCVReads) {
  for (const int type : {CV_8UC1, CV_8UC3, CV_8UC4, CV_16UC1, CV_16UC3, CV_16UC4}) {
    SCOPED_TRACE(cv::typeToString(type));
    cv::Mat image(31, 17, type);
    cv::randu(image, 0, 65535);
    const std::string file = EncodePng(image);
    ExpectSame(Imdecode(file, cv::IMREAD_UNCHANGED), image);
    EXPECT_LE(file.size(), Encode(".png", image).size() + 100);
  }
}

TEST(EncodePng, RefusesOtherImages) {
  for (const cv::Mat& image :
       {cv::Mat(), cv::Mat(2, 2, CV_8UC2, cv::Scalar()), cv::Mat(2, 2, CV_32FC3, cv::Scalar())}) {
    EXPECT_EQ(ThrownBy([&] { (void)EncodePng(image); }).Kind(), ErrorKind::kInvalidArgument);
  }
}

TEST(DecodeJpeg, AtAFractionOfItsSize) {
  const std::string file = Encode(".jpg", MakePicture(99, 161));
  const auto read = [&](int side) { return OpenPages(file, {.jpeg_side = side})->Next(); };
  ExpectSame(read(100), Imdecode(file, cv::IMREAD_COLOR));
  ExpectSame(read(50), Imdecode(file, cv::IMREAD_COLOR));
  ExpectSame(read(49), Imdecode(file, cv::IMREAD_REDUCED_COLOR_2));
  ExpectSame(read(24), Imdecode(file, cv::IMREAD_REDUCED_COLOR_4));
  ExpectSame(read(1), Imdecode(file, cv::IMREAD_REDUCED_COLOR_8));
  EXPECT_EQ(read(1).size(), cv::Size(21, 13));
  // Its size in pixels is what is limited, and other formats are read as they are.
  EXPECT_THROW(OpenPages(file, {.most_pixels = 5000})->Next(), TooLargeError);
  EXPECT_EQ(OpenPages(file, {.most_pixels = 5000, .jpeg_side = 49})->Next().cols, 81);
  EXPECT_EQ(OpenPages(Png(80, 64, 8, 2), {.jpeg_side = 1})->Next().cols, 80);
}

TEST(EncodeJpeg, WritesWhatOpenCVReads) {
  for (const int type : {CV_8UC1, CV_8UC3}) {
    SCOPED_TRACE(cv::typeToString(type));
    cv::Mat image(61, 47, type, cv::Scalar(40, 120, 200));
    image.rowRange(20, 30).setTo(cv::Scalar(200, 30, 90));
    const std::string file = EncodeJpeg(image);
    const cv::Mat read = Imdecode(file, cv::IMREAD_UNCHANGED);
    ASSERT_EQ(read.type(), image.type());
    ASSERT_EQ(read.size(), image.size());
    // OpenCV writes with the same quality and subsampling.
    ExpectSame(read, Imdecode(Encode(".jpg", image), cv::IMREAD_UNCHANGED));
    EXPECT_LT(EncodeJpeg(image, 10).size(), file.size());
  }
}

TEST(EncodeJpeg, RefusesOtherImages) {
  for (const cv::Mat& image : {cv::Mat(), cv::Mat(2, 2, CV_8UC4, cv::Scalar()),
                               cv::Mat(2, 2, CV_16UC3, cv::Scalar()), cv::Mat(1, 65501, CV_8UC1)}) {
    EXPECT_EQ(ThrownBy([&] { (void)EncodeJpeg(image); }).Kind(), ErrorKind::kInvalidArgument);
  }
}

}  // namespace
}  // namespace fastdeploy::images
