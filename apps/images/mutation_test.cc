// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <random>

#include "apps/images/images.h"
#include "apps/images/testing_files.h"
#include "fastdeploy/vision/image.h"
#include "tests/testing/testing.h"

namespace fastdeploy::images {
namespace {

using testing::Encode;

/// Changes, removes, repeats or cuts a few bytes.
std::string Mutate(std::string file, std::mt19937& random) {
  const auto below = [&](size_t bound) { return bound == 0 ? size_t{0} : random() % bound; };
  for (size_t changes = 1 + below(4); changes > 0 && !file.empty(); --changes) {
    // Headers matter more than pixels.
    const size_t at = below(below(2) == 0 ? file.size() : std::min<size_t>(file.size(), 64));
    const size_t length = std::min(1 + below(8), file.size() - at);
    constexpr std::string_view kValues("\x00\x01\x7F\x80\xFF\xFE", 6);
    switch (below(5)) {
      case 0:
        file[at] = char(file[at] ^ 1 << below(8));
        break;
      case 1:
        file[at] = kValues[below(kValues.size())];
        break;
      case 2:
        file.erase(at, length);
        break;
      case 3:
        file.insert(at, file.substr(below(file.size()), length));
        break;
      default:
        if (below(4) == 0) file.resize(at);
        break;
    }
  }
  return file;
}

std::vector<std::string> Seeds() {
  const cv::Mat picture = fastdeploy::testing::MakePicture(9, 14);
  const cv::Mat deep(3, 4, CV_16UC4, cv::Scalar(1, 20000, 40000, 60000));
  const std::string all_colours("\0\1\2\3\3\2", 6);
  return {
      Encode(".jpg", picture),
      testing::JpegWithExif(picture, 6),
      Encode(".jpg", picture, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}),
      Encode(".png", picture),
      Encode(".png", deep),
      testing::PngWith(picture, testing::PngChunk("eXIf", testing::Exif(5))),
      Encode(".bmp", picture),
      Encode(".webp", picture),
      testing::AnimatedWebp({picture, picture}),
      testing::Webp(picture.size(), 8,
                    testing::WebpPixels(picture) + testing::RiffChunk("EXIF", testing::Exif(3))),
      Encode(".tiff", picture),
      testing::Tiff({{picture, 7}, {.pixels = picture, .kind = 1}, {picture}}),
      Encode(".ppm", picture),
      Encode(".pgm", picture.col(0).reshape(1).clone()),
      testing::Gif({3, 2}, {{{0, 0, 3, 2}, all_colours, 2, 1},
                            {{1, 0, 2, 2}, all_colours.substr(0, 4), 3}})};
}

/// Mutated files are images of a bounded size, or errors in words; FASTDEPLOY_MUTATIONS sets how
/// many of each are tried.
TEST(MutatedPictures, AreImagesOrErrors) {
  const char* wanted = std::getenv("FASTDEPLOY_MUTATIONS");
  const int tries = wanted == nullptr ? 200 : std::atoi(wanted);
  std::mt19937 random(20240607);
  size_t images = 0;
  size_t errors = 0;
  for (const std::string& seed : Seeds()) {
    for (int i = 0; i < tries; ++i) {
      const std::string file = Mutate(seed, random);
      try {
        const auto pages = OpenPages(file);
        for (size_t page = 0; page < std::min<size_t>(pages->Count(), 20); ++page) {
          const cv::Mat image = pages->Next();
          ASSERT_EQ(image.type(), CV_8UC3);
          ASSERT_LE(double(image.total()), vision::kMostPixels);
          ++images;
        }
      } catch (const Error& error) {
        ASSERT_EQ(std::string(error.what()).find("OpenCV"), std::string::npos) << error.what();
        ++errors;
      }
    }
  }
  EXPECT_GT(images, size_t(tries));
  EXPECT_GT(errors, size_t(tries));
}

}  // namespace
}  // namespace fastdeploy::images
