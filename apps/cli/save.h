// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace fastdeploy::cli {

/// The file for what is saved of each image: "<folder>/<stem>_<command><ending>", with a number if
/// that is the file of another one or one of the images. That of standard input has the stem
/// "stdin".
std::vector<std::string> SavedPaths(const std::vector<std::string>& images,
                                    const std::string& folder, const std::string& command,
                                    const std::string& ending);

/// The file for one page of an image with several, from 1: "a_ocr.png" gives "a_ocr_page2.png".
std::string PagePath(const std::string& drawing, size_t page);

/// Saves an image as PNG: the whole file or none, as fastdeploy::WriteFile does. Throws Error
/// (kRuntime) that names the file.
void SavePng(const std::string& path, const cv::Mat& image);

}  // namespace fastdeploy::cli
