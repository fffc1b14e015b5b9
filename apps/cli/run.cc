// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <opencv2/imgcodecs.hpp>

#include "apps/cli/ordered_runner.h"
#include "apps/cli/report.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;

/// Results that may wait for an earlier, slower image, for each thread.
constexpr size_t kWindowPerThread = 16;

cv::Mat ReadImage(const std::string& path) {
  if (!fs::exists(path)) throw Error(ErrorKind::kNotFound, "there is no such file");
  cv::Mat image = cv::imread(path, cv::IMREAD_COLOR);
  if (image.empty()) throw Error(ErrorKind::kInvalidFile, "this file cannot be read as an image");
  return image;
}

void WriteImage(const std::string& path, const cv::Mat& image) {
  if (!cv::imwrite(path, image)) {
    throw Error(ErrorKind::kRuntime, fmt::format("cannot write '{}'", path));
  }
}

ImageReport PredictFile(Predictor* model, const std::string& path, const std::string& drawing) {
  try {
    const Shown shown = model->Predict(ReadImage(path));
    if (!drawing.empty()) WriteImage(drawing, shown.draw());
    return {shown.text, shown.json, ""};
  } catch (const std::exception& error) {
    return {"", "", error.what()};
  }
}

}  // namespace

std::vector<std::string> DrawingPaths(const std::vector<std::string>& images,
                                      const std::string& folder, const std::string& command) {
  std::map<std::string, int> used;
  std::vector<std::string> paths;
  for (const std::string& image : images) {
    const std::string stem = fs::path(image).stem().string();
    const int number = ++used[stem];
    const std::string suffix = number == 1 ? "" : fmt::format("_{}", number);
    paths.push_back(
        (fs::path(folder) / fmt::format("{}{}_{}.png", stem, suffix, command)).string());
  }
  return paths;
}

ExitCode RunImages(std::unique_ptr<Predictor> model, const std::vector<std::string>& images,
                   const RunSettings& settings, const std::string& command,
                   const std::atomic<bool>* stop) {
  std::vector<std::string> drawings(images.size());
  if (!settings.save_folder.empty()) {
    fs::create_directories(settings.save_folder);
    drawings = DrawingPaths(images, settings.save_folder, command);
  }
  const size_t threads =
      std::clamp<size_t>(settings.threads, 1, std::max<size_t>(images.size(), 1));
  std::vector<std::unique_ptr<Predictor>> models;
  for (size_t i = 1; i < threads; ++i) models.push_back(model->Clone());
  models.push_back(std::move(model));
  if (threads > 1) cv::setNumThreads(1);  // the threads are busy with images of their own

  Reporter reporter(images.size(), settings.json);
  const size_t done = RunInOrder<ImageReport>(
      images.size(), threads, threads * kWindowPerThread, stop,
      [&](size_t worker, size_t i) {
        return PredictFile(models[worker].get(), images[i], drawings[i]);
      },
      [&](size_t i, const ImageReport& report) { reporter.Add(images[i], report); });
  const size_t failed = reporter.Finish(threads);
  if (done < images.size()) return kInterrupted;
  return failed == 0 ? kDone : kSomeImagesFailed;
}

}  // namespace fastdeploy::cli
