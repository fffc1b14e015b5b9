// SPDX-License-Identifier: Apache-2.0
//
// Picture files of all formats, with all their pages.

#include <algorithm>

#include "apps/images/images.h"
#include "apps/images/testing_files.h"
#include "fastdeploy/vision/image.h"
#include "tests/fuzz/mutate.h"
#include "tests/testing/testing.h"

namespace fastdeploy::fuzz {
namespace {

using images::testing::Big;
using images::testing::Bmp;
using images::testing::Encode;
using images::testing::Noise;
using images::testing::PngChunk;

constexpr size_t kMostPages = 20;  // what is read of one file here

void RunPicture(std::string_view input) {
  const auto pages = images::OpenPages(std::string(input));
  for (size_t page = 0; page < std::min(pages->Count(), kMostPages); ++page) {
    const cv::Mat image = pages->Next();
    vision::CheckImage(image);
    (void)cv::sum(image);  // all pixels can be read
  }
}

std::vector<std::string> PictureSeeds() {
  const cv::Mat picture = fastdeploy::testing::MakePicture(9, 14);
  const cv::Mat deep(3, 4, CV_16UC4, cv::Scalar(1, 20000, 40000, 60000));
  const std::string all_colours("\0\1\2\3\3\2", 6);
  return {Encode(".jpg", picture),
          images::testing::JpegWithExif(picture, 6),
          Encode(".jpg", picture, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}),
          Encode(".png", picture),
          Encode(".png", deep),
          images::testing::PngWith(picture, PngChunk("eXIf", images::testing::Exif(5))),
          images::testing::PngWith(picture, PngChunk("acTL", Big(2, 4) + Big(0, 4))),
          images::testing::PngWith(picture, PngChunk("tRNS", std::string(6, '\1'))),
          Encode(".bmp", picture),
          Bmp(1, 0, Noise(8)),
          Bmp(16),
          Bmp(32, 3, std::string("\0\0\xFF\0\0\xFF\0\0\xFF\0\0\0\0\0\0\xFF", 16), "", -3, 56),
          Bmp(8, 1, Noise(1024), std::string("\4\x09\0\3\1\2\3\0\0\0\0\2\2\1\2\5\0\1", 18)),
          Bmp(4, 2, Noise(64), std::string("\3\x12\0\4\x34\x56\0\0\0\1", 10)),
          Encode(".webp", picture),
          images::testing::AnimatedWebp({picture, picture}),
          images::testing::Webp(picture.size(), 8,
                                images::testing::WebpPixels(picture) +
                                    images::testing::RiffChunk("EXIF", images::testing::Exif(3))),
          Encode(".tiff", picture),
          Encode(".tiff", deep),
          images::testing::Tiff({{picture, 7}, {.pixels = picture, .kind = 1}, {picture}}),
          Encode(".ppm", picture),
          Encode(".pgm", picture.col(0).reshape(1).clone()),
          "P1\n# comment\n3 2\n1 0 1\n011\n",
          "P3\n2 1\n255\n1 2 3 4 5 6\n",
          "P4\n13 2\n" + Noise(4),
          "P5\n2 1\n65535\n" + Noise(4),
          images::testing::Gif({3, 2}, {{{0, 0, 3, 2}, all_colours, 2, 1},
                                        {{1, 0, 2, 2}, all_colours.substr(0, 4), 3}})};
}

/// Changes what is in a chunk of a PNG, and gives it the right checksum: with a wrong one it is
/// refused before anything is read.
void MutatePng(std::string* file, Random* random) {
  constexpr size_t kSignature = 8;
  constexpr size_t kAround = 12;  // length, name, checksum
  std::string mutated = file->substr(0, kSignature);
  const size_t chosen = Below(random, 6);
  size_t number = 0;
  for (size_t at = kSignature; at + kAround <= file->size(); ++number) {
    size_t length = 0;
    for (size_t i = 0; i < 4; ++i) length = length << 8 | uint8_t((*file)[at + i]);
    length = std::min(length, file->size() - at - kAround);
    std::string contents = file->substr(at + 8, length);
    if (number == chosen) MutateBytes(&contents, random);
    mutated += PngChunk(file->substr(at + 4, 4), contents);
    at += kAround + length;
  }
  *file = mutated;
}

void MutatePicture(std::string* input, Random* random) {
  const bool png = input->starts_with("\x89PNG") && Below(random, 2) == 0;
  for (size_t changes = 1 + Below(random, 3); changes > 0; --changes) {
    png ? MutatePng(input, random) : MutateBytes(input, random);
  }
}

}  // namespace

Target PictureTarget() { return {"picture", RunPicture, PictureSeeds, MutatePicture}; }

}  // namespace fastdeploy::fuzz
