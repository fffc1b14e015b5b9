// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/internal/check_output.h"

#include <fmt/format.h>

#include "fastdeploy/vision/internal/output.h"

namespace fastdeploy::vision::ocr {

const FDTensor& CheckOutput(std::span<const FDTensor> outputs, std::initializer_list<int64_t> shape,
                            const char* words, size_t images) {
  const FDTensor& output = FirstOutput(outputs);
  RequireShape(output, shape, words);
  if (output.shape[0] != static_cast<int64_t>(images)) {
    FailOutput(output, fmt::format("does not fit a batch of {} images: expected the shape {}, with "
                                   "N = {}. Is this the right model?",
                                   images, words, images));
  }
  (void)Floats(output);  // throws for NaN and infinity
  return output;
}

size_t ImagesOf(std::span<const FDTensor> outputs) {
  const bool known = !outputs.empty() && !outputs[0].shape.empty() && outputs[0].shape[0] > 0 &&
                     outputs[0].Numel() > 0;
  return known ? static_cast<size_t>(outputs[0].shape[0]) : 0;
}

}  // namespace fastdeploy::vision::ocr
