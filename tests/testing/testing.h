// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "fastdeploy/core/error.h"

namespace fastdeploy::testing {

/// The path of a file in the models folder, e.g. "ppocrv4/det/inference.pdmodel". If it is missing
/// the test fails and says how to fetch it.
std::string ModelPath(const std::string& name);

/// The path of a file of tests/golden.
std::string GoldenPath(const std::string& name);

/// A JSON file of tests/golden, parsed.
nlohmann::json Golden(const std::string& name);

/// The JSON files in a folder of tests/golden, sorted: "ocr/ppocrv4_page.json" and so on.
std::vector<std::string> GoldenNames(const std::string& folder);

/// A path as a test may be named: "ocr_ppocrv4_page" for "ocr/ppocrv4_page.json".
std::string TestName(const std::string& path);

/// The map of an image that belongs to a golden file, a grey PNG file: for
/// "segmentation/model.json" and "images/page.png" it is "segmentation/model_page.png".
cv::Mat GoldenMap(const std::string& file, const std::string& image);

/// The models of one operator (models/operators), by their names: tests/golden/operators/cases.png,
/// a JSON text whose bytes are the pixels of a grey image.
const nlohmann::json& OperatorCases();

std::string DecodeBase64(const std::string& text);

/// A sample image as cv::imread returns it.
cv::Mat ReadPicture(const std::string& name);

/// A generated image: pixel (y, x, c) is (3x + 5y + 40c + 9 * (x * y mod 17)) mod 256.
cv::Mat MakePicture(int height, int width);

/// `count` different generated images of mixed sizes, the same in every run.
std::vector<cv::Mat> MixedPictures(size_t count);

/// Runs `call`, which must throw an Error, and returns the error.
Error ThrownBy(const std::function<void()>& call);

/// A temporary folder, deleted with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  /// The path of an entry, or of the folder itself.
  [[nodiscard]] std::string Path(const std::string& name = "") const {
    return name.empty() ? path_ : path_ + "/" + name;
  }
  /// Writes a file into the folder and returns its path.
  [[nodiscard]] std::string Write(const std::string& name, const std::string& content) const;

 private:
  std::string path_;
};

std::string ReadBytes(const std::string& path);

}  // namespace fastdeploy::testing
