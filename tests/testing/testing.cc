// SPDX-License-Identifier: Apache-2.0
#include "tests/testing/testing.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <sstream>

namespace fastdeploy::testing {
namespace {

namespace fs = std::filesystem;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

fs::path ModelsFolder() {
  if (const std::string folder = Environment("FASTDEPLOY_MODELS"); !folder.empty()) return folder;
  const std::string cache = Environment("XDG_CACHE_HOME");
  return (cache.empty() ? fs::path(Environment("HOME")) / ".cache" : fs::path(cache)) /
         "fastdeploy" / "models";
}

/// See CompiledCache (environment.h).
const int kCacheIsOff = setenv("FASTDEPLOY_COMPILED_CACHE", "off", 0);

const fs::path kGolden = fs::path(FASTDEPLOY_SOURCE_DIR) / "tests" / "golden";

}  // namespace

std::string ModelPath(const std::string& name) {
  const fs::path path = ModelsFolder() / name;
  if (!fs::exists(path)) {
    throw std::runtime_error(path.string() + " is not there; fetch the models: ./dev models");
  }
  return path.string();
}

std::string GoldenPath(const std::string& name) { return (kGolden / name).string(); }

nlohmann::json Golden(const std::string& name) {
  return nlohmann::json::parse(ReadBytes(GoldenPath(name)));
}

std::vector<std::string> GoldenNames(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kGolden / folder)) {
    const fs::path name = entry.path().filename();
    if (name.extension() == ".json") names.push_back(folder + "/" + name.string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string TestName(const std::string& path) {
  std::string name = fs::path(path).replace_extension().string();
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

cv::Mat GoldenMap(const std::string& file, const std::string& image) {
  const std::string name =
      fs::path(file).replace_extension().string() + "_" + fs::path(image).stem().string() + ".png";
  cv::Mat map = cv::imread((kGolden / name).string(), cv::IMREAD_GRAYSCALE);
  if (map.empty()) throw std::runtime_error("cannot decode " + name);
  return map;
}

cv::Mat ReadPicture(const std::string& name) {
  cv::Mat image = cv::imread(ModelPath("images/" + name));
  if (image.empty()) throw std::runtime_error("cannot decode " + name);
  return image;
}

const nlohmann::json& OperatorCases() {
  static const nlohmann::json cases = [] {
    const cv::Mat pixels = cv::imread(GoldenPath("operators/cases.png"), cv::IMREAD_GRAYSCALE);
    if (pixels.empty()) throw std::runtime_error("cannot decode operators/cases.png");
    return nlohmann::json::parse(pixels.datastart, pixels.dataend)["cases"];
  }();
  return cases;
}

std::string DecodeBase64(const std::string& text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) break;  // the padding
    bits = (bits << 6) | static_cast<uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count);
  }
  return bytes;
}

cv::Mat MakePicture(int height, int width) {
  cv::Mat image(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < 3; ++c) {
        image.at<cv::Vec3b>(y, x)[c] =
            static_cast<uint8_t>((3 * x + 5 * y + 40 * c + x * y % 17 * 9) % 256);
      }
    }
  }
  return image;
}

std::vector<cv::Mat> MixedPictures(size_t count) {
  std::vector<cv::Mat> pictures;
  for (size_t i = 0; i < count; ++i) {
    const int n = static_cast<int>(i);
    cv::Mat picture = MakePicture(40 + n * 37 % 300, 50 + n * 53 % 400);
    cv::add(picture, cv::Scalar::all(n * 7 % 200), picture);
    pictures.push_back(picture);
  }
  return pictures;
}

Error ThrownBy(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {ErrorKind::kRuntime, ""};
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "fastdeploy-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() { fs::remove_all(path_); }

std::string TemporaryFolder::Write(const std::string& name, const std::string& content) const {
  const fs::path path = fs::path(path_) / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
  return path.string();
}

std::string ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace fastdeploy::testing
