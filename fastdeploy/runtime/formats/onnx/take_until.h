// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string_view>

namespace fastdeploy::onnx {

/// Takes the text before the first separator off the front, and the separator with it.
inline std::string_view TakeUntil(char separator, std::string_view* text) {
  const std::string_view taken = text->substr(0, text->find(separator));
  text->remove_prefix(std::min(text->size(), taken.size() + 1));
  return taken;
}

}  // namespace fastdeploy::onnx
