// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <set>

#include "apps/cli/report.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/pool/ordered.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

cv::Mat ReadImage(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) throw Error(ErrorKind::kNotFound, "this file does not exist");
  cv::Mat image = cv::imread(path, cv::IMREAD_COLOR);
  if (image.empty()) throw Error(ErrorKind::kInvalidFile, "this file cannot be read as an image");
  return image;
}

void WriteImage(const std::string& path, const cv::Mat& image) {
  if (!cv::imwrite(path, image)) {
    throw Error(ErrorKind::kRuntime, fmt::format("cannot write '{}'", path));
  }
}

/// The same path for all ways to write it.
fs::path Canonical(const fs::path& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? path.lexically_normal() : canonical;
}

void MakeFolder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw Error(ErrorKind::kNotFound,
                fmt::format("cannot make folder '{}': {}", folder, error.message()));
  }
}

}  // namespace

std::vector<std::string> DrawingPaths(const std::vector<std::string>& images,
                                      const std::string& folder, const std::string& command) {
  std::set<fs::path> taken;
  for (const std::string& image : images) taken.insert(Canonical(image));
  const fs::path base = Canonical(folder);
  std::map<std::string, int> numbers;
  std::vector<std::string> paths;
  for (const std::string& image : images) {
    const std::string stem = fs::path(image).stem().string();
    std::string name;
    do {
      const int number = ++numbers[stem];
      name =
          fmt::format("{}{}_{}.png", stem, number == 1 ? "" : fmt::format("_{}", number), command);
    } while (!taken.insert(base / name).second);
    paths.push_back((fs::path(folder) / name).string());
  }
  return paths;
}

ExitCode RunImages(const vision::AnyModel& model, const std::vector<std::string>& images,
                   const RunSettings& settings, const std::string& command,
                   const std::atomic<bool>& stop) {
  const bool draw = !settings.save_folder.empty();
  if (draw) MakeFolder(settings.save_folder);
  const auto drawings =
      draw ? DrawingPaths(images, settings.save_folder, command) : std::vector<std::string>();
  const size_t threads = std::clamp<size_t>(images.size(), 1, settings.threads);
  if (threads > 1) cv::setNumThreads(1);  // the images are already spread over the cores

  Reporter reporter(images.size(), settings.json);
  const size_t done = RunInOrder(
      model, static_cast<int>(threads), images.size(), stop,
      [&](vision::AnyModel& clone, size_t i) {
        const cv::Mat image = ReadImage(images[i]);
        const vision::AnyResult result = clone.Predict(image);
        if (draw) WriteImage(drawings[i], result.Draw(image));
        return settings.json ? result.Json() : result.Text();
      },
      [&](size_t i, const Attempt<std::string>& attempt) { reporter.Add(images[i], attempt); });
  const size_t failed = reporter.Finish(threads);
  if (done < images.size()) return kInterrupted;
  return failed == 0 ? kDone : kSomeImagesFailed;
}

}  // namespace fastdeploy::cli
