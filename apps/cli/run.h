// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "apps/images/images.h"
#include "fastdeploy/vision/any_model.h"

namespace fastdeploy::cli {

/// How to run a model on images.
struct RunSettings {
  size_t threads = 1;
  std::string format;         ///< of the results; empty: the one of `output`, else text
  std::string output;         ///< file or folder for the results; empty: standard output
  std::string save_folder;    ///< folder for drawings of the results; empty: nothing is drawn
  std::string labels_folder;  ///< folder for label maps; empty: none are saved
  images::ReadSettings read;
  std::string trimap;  ///< file, or folder with a file for each image; empty: there are none
};

enum ExitCode { kDone = 0, kSomeImagesFailed = 1, kCannotRun = 2, kInterrupted = 130 };

/// Runs clones of `model` on `images` in threads, and reports the results in the order of the
/// images; each page of a file is an image of its own. If an image fails, reports that and
/// continues with the others. Returns the exit code. Throws Error if a folder for what is saved
/// cannot be created or the results cannot be written.
ExitCode RunImages(const vision::AnyModel& model, const std::vector<std::string>& images,
                   const RunSettings& settings, const std::string& command,
                   const std::atomic<bool>& stop);

}  // namespace fastdeploy::cli
