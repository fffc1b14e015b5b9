// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/preprocessor.h"

#include <fmt/format.h>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/classification/transform_ops.h"

namespace fastdeploy::vision::classification {
namespace {

std::vector<int64_t> TensorShape(size_t images, cv::Size size, const Layout& layout) {
  const auto n = static_cast<int64_t>(images);
  return layout.chw ? std::vector<int64_t>{n, 3, size.height, size.width}
                    : std::vector<int64_t>{n, size.height, size.width, 3};
}

}  // namespace

PaddleClasPreprocessor::PaddleClasPreprocessor(const std::string& config_file,
                                               const std::string& section)
    : transform_(ReadTransformOps(Yaml::Load(config_file).At(section).At("transform_ops"))) {}

PaddleClasPreprocessor::Geometry PaddleClasPreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  outputs->resize(1);
  FDTensor& output = outputs->front();
  cv::Size size;
  size_t image_bytes = 0;
  for (size_t i = 0; i < images.size(); ++i) {
    CheckImage(images[i]);
    const cv::Mat prepared = transform_.ApplySteps(images[i], &scratch->resized);
    if (i == 0) {
      size = prepared.size();
      output.Resize(TensorShape(images.size(), size, transform_.layout),
                    transform_.layout.normalize ? FP32 : UINT8);
      image_bytes = static_cast<size_t>(output.Nbytes()) / images.size();
    } else if (prepared.size() != size) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("images of one batch must come out in one size: image {} is {}x{}, "
                              "the first is {}x{}",
                              i, prepared.cols, prepared.rows, size.width, size.height));
    }
    WriteTensor(prepared, transform_.normalize, transform_.layout,
                {static_cast<std::byte*>(output.MutableData()) + i * image_bytes});
  }
  return {};
}

bool PaddleClasPreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) const {
  return OrLog([&] {
    Scratch scratch;
    Process(*images, &scratch, outputs);
  });
}

std::optional<std::vector<int64_t>> PaddleClasPreprocessor::FixedShape() const {
  const cv::Size size = transform_.FixedSize();
  if (size.empty()) return std::nullopt;
  return TensorShape(1, size, transform_.layout);
}

}  // namespace fastdeploy::vision::classification
