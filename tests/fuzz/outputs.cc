// SPDX-License-Identifier: Apache-2.0
//
// Outputs of any number, shape, type and content, given to every decoder.

#include <fuzzer/FuzzedDataProvider.h>

#include <cstring>
#include <opencv2/core.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision.h"

namespace {

using namespace fastdeploy;  // NOLINT(google-build-using-namespace)

constexpr int64_t kMostElements = 4096;
constexpr FDDataType kTypes[] = {FP32, INT32, INT64, UINT8, BOOL, FP64, INT8};

int64_t ElementsOf(const std::vector<int64_t>& shape) {
  int64_t count = 1;
  for (const int64_t dim : shape) {
    count *= dim;
    if (count > kMostElements) return -1;
  }
  return count;
}

/// Dimensions that decoders look for, or any.
int64_t Dimension(FuzzedDataProvider* data) {
  constexpr int64_t kUsual[] = {0, 1, 2, 4, 6, 8, 10, 32};
  return data->ConsumeBool() ? data->PickValueInArray(kUsual)
                             : data->ConsumeIntegralInRange<int64_t>(0, 70);
}

FDTensor Tensor(FuzzedDataProvider* data) {
  FDTensor tensor;
  std::vector<int64_t> shape(data->ConsumeIntegralInRange<size_t>(0, 5));
  for (int64_t& dim : shape) dim = Dimension(data);
  if (ElementsOf(shape) < 0) shape = {1, 6};
  tensor.Resize(shape, data->PickValueInArray(kTypes), "output");
  const auto bytes = data->ConsumeBytes<uint8_t>(static_cast<size_t>(tensor.Nbytes()));
  if (tensor.Nbytes() > 0) std::memset(tensor.MutableData(), 0x3F, size_t(tensor.Nbytes()));
  if (!bytes.empty()) std::memcpy(tensor.MutableData(), bytes.data(), bytes.size());
  return tensor;
}

template <typename Call>
void Try(Call call) {
  try {
    call();
  } catch (const Error&) {  // what is expected of most inputs
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  FuzzedDataProvider data(bytes, size);
  const auto images = data.ConsumeIntegralInRange<size_t>(0, 2);
  std::vector<FDTensor> outputs(data.ConsumeIntegralInRange<size_t>(0, 6));
  for (FDTensor& output : outputs) output = Tensor(&data);

  Try([&] { (void)vision::classification::PaddleClasPostprocessor(3).Process(outputs, {}); });
  Try([&] {
    vision::classification::PaddleClasPostprocessor labels;
    labels.SetLabelThresholds({0.5F});
    (void)labels.Process(outputs, {});
  });
  Try([&] {
    (void)vision::classification::PPShiTuV2RecognizerPostprocessor().Process(outputs, {});
  });

  vision::detection::PaddleDetPreprocessor::Geometry batch;
  batch.images.resize(images);
  batch.input = {64, 64};
  Try([&] { (void)vision::detection::PaddleDetPostprocessor().Process(outputs, batch); });
  Try([&] { (void)vision::detection::PaddleDetPostprocessor().Process(outputs); });

  vision::segmentation::PaddleSegPreprocessor::Geometry planes;
  for (size_t i = 0; i < images; ++i) planes.emplace_back(cv::Size(30, 20));
  Try([&] { (void)vision::segmentation::PaddleSegPostprocessor().Process(outputs, planes); });
  Try([&] { (void)vision::matting::PPMattingPostprocessor().Process(outputs, planes); });
  return 0;
}
