// SPDX-License-Identifier: Apache-2.0
//
// The exporters' YAML files: the first byte chooses the series. What has been read prepares an
// image.

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <opencv2/core.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/classification/internal/read_postprocessor.h"
#include "fastdeploy/vision/detection/postprocessor.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/segmentation/postprocessor.h"
#include "fastdeploy/vision/segmentation/preprocessor.h"

namespace {

using namespace fastdeploy;  // NOLINT(google-build-using-namespace)

template <typename Preprocessor>
void PrepareWith(const Preprocessor& preprocessor) {
  static const cv::Mat kImage(24, 40, CV_8UC3, cv::Scalar(10, 100, 200));
  typename Preprocessor::Scratch scratch;
  std::vector<FDTensor> tensors;
  (void)preprocessor.Process(std::span(&kImage, 1), &scratch, &tensors);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::string kFile =
      std::filesystem::temp_directory_path() / ("fuzz_config_" + std::to_string(getpid()) + ".yml");
  if (size == 0) return 0;
  std::ofstream(kFile, std::ios::binary)
      .write(reinterpret_cast<const char*>(data) + 1, static_cast<std::streamsize>(size - 1));
  try {
    switch (data[0] % 4) {
      case 0:
        (void)vision::classification::ReadPostprocessor(kFile);
        PrepareWith(vision::classification::PaddleClasPreprocessor(kFile));
        break;
      case 1:
        PrepareWith(vision::detection::PaddleDetPreprocessor(kFile));
        break;
      case 2:
        (void)vision::segmentation::PaddleSegPostprocessor(kFile);
        PrepareWith(vision::segmentation::PaddleSegPreprocessor(kFile));
        break;
      default:
        PrepareWith(vision::segmentation::PaddleSegPreprocessor(kFile, true));
    }
  } catch (const Error&) {  // what is expected of most inputs
  }
  return 0;
}
