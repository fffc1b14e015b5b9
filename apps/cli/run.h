// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "fastdeploy/vision/any_model.h"

namespace fastdeploy::cli {

/// How a model is run over images.
struct RunSettings {
  size_t threads = 1;
  bool json = false;
  std::string save_folder;  ///< empty: no pictures are drawn
};

enum ExitCode { kDone = 0, kSomeImagesFailed = 1, kCannotRun = 2, kInterrupted = 130 };

/// Runs clones of `model` over `images` in threads, and reports in the order of the images.
/// An image that fails is reported, and the rest done. Gives the exit code.
/// Throws Error where the drawings' folder cannot be made or the results cannot be written.
ExitCode RunImages(const vision::AnyModel& model, const std::vector<std::string>& images,
                   const RunSettings& settings, const std::string& command,
                   const std::atomic<bool>& stop);

/// A file for every image's drawing: "<folder>/<stem>_<command>.png", numbered where two images
/// would share one or where an image itself would be overwritten.
std::vector<std::string> DrawingPaths(const std::vector<std::string>& images,
                                      const std::string& folder, const std::string& command);

}  // namespace fastdeploy::cli
