// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "apps/images/images.h"

namespace fastdeploy::python {

namespace nb = nanobind;

/// A picture file as a program gives it: by its path, or by its contents.
struct File {
  std::string what;  ///< for messages: the argument and the path
  std::string path;  ///< empty: there are contents
  std::string contents;

  /// Its only page, as images::Pages gives it. Needs no GIL. Throws Error that names the file,
  /// also for a file with several pages.
  [[nodiscard]] cv::Mat Page() &&;
  /// All pages.
  [[nodiscard]] std::vector<cv::Mat> AllPages(const images::ReadSettings& settings) &&;
};

/// The file that an object stands for: a str, an os.PathLike, bytes or a bytearray. `name` is the
/// argument's. Empty for other objects. Throws Error (kInvalidArgument) for a path that cannot be
/// one.
std::optional<File> FileOf(const nb::object& object, const std::string& name);

}  // namespace fastdeploy::python
