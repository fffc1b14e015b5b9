// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "bindings/image.h"
#include "bindings/shared.h"

namespace fastdeploy::python {

/// Runs call(image, background) without the GIL, and returns the resulting image as an array.
template <typename Call>
auto SwapInto(const Image& image, const Image& background, const Call& call) {
  const Picture picture(image, "im_data");
  const Picture behind(background, "background");
  return ToArray(WithoutGil([&] { return call(picture.Mat(), behind.Mat()); }));
}

}  // namespace fastdeploy::python
