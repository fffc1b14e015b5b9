// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/text_line.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "fastdeploy/vision/image.h"

namespace fastdeploy::vision::ocr {

int WidthAtHeight(const cv::Mat& image, int height) {
  return static_cast<int>(std::ceil(height * (double(image.cols) / image.rows)));
}

void TextLineTransform::Run(std::span<const cv::Mat> images, int height, int width,
                            cv::Mat* scratch, FDTensor* output) const {
  const auto count = static_cast<int64_t>(images.size());
  output->Resize(layout.chw ? std::vector<int64_t>{count, 3, height, width}
                            : std::vector<int64_t>{count, height, width, 3},
                 layout.normalize ? FP32 : UINT8);
  std::memset(output->MutableData(), 0, static_cast<size_t>(output->Nbytes()));
  const size_t image_bytes = static_cast<size_t>(output->Nbytes()) / images.size();
  const auto row = static_cast<size_t>(width);
  for (size_t i = 0; i < images.size(); ++i) {
    CheckImage(images[i]);
    const int resized_width = std::clamp(WidthAtHeight(images[i], height), 1, width);
    const cv::Mat resized = Apply(Resize{resized_width, height}, images[i], scratch);
    WriteTensor(resized, normalize, layout,
                {static_cast<std::byte*>(output->MutableData()) + i * image_bytes, row,
                 row * static_cast<size_t>(height)});
  }
}

}  // namespace fastdeploy::vision::ocr
