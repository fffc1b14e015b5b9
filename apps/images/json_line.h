// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy::images {

/// A picture that was read: a file, or one of the pages of a file with several.
struct Picture {
  std::string file;
  size_t page = 0;  ///< from 1; 0: the only one
  size_t pages = 1;
};

/// The line of JSON for one picture, without the line break: {"image", "page", "result"}. `json`:
/// the JSON of its result.
std::string JsonLine(const Picture& picture, const std::string& json);

/// The same for a picture that failed: {"image", "page", "error"}.
std::string JsonErrorLine(const Picture& picture, const std::string& error);

/// The text as JSON, whatever bytes it has.
std::string JsonText(const std::string& text);

}  // namespace fastdeploy::images
