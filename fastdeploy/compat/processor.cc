// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/compat/processor.h"

#include <algorithm>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/log.h"
#include "fastdeploy/core/opencv_threads.h"

namespace fastdeploy::vision {

bool Processor::operator()(FDMatBatch* batch, ProcLib lib) {
  return std::ranges::all_of(*batch->mats, [&](FDMat& mat) { return (*this)(&mat, lib); });
}

bool PixelProcessor::ImplByOpenCV(FDMat* mat) {
  return OrLog([&] {
    const cv::Mat& image = *mat->GetOpenCVMat();
    if (image.empty() || mat->layout != HWC) {
      throw Error(ErrorKind::kInvalidArgument, Name() + ": expected an image in the layout HWC");
    }
    mat->SetMat(Process(image));
  });
}

bool ProcessorManager::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) {
  if (images->empty()) {
    LogError("no images were given");
    return false;
  }
  FDMatBatch batch(images);
  return Apply(&batch, outputs);
}

void EnableFlyCV() { LogWarning("EnableFlyCV has no effect: images are prepared with OpenCV"); }

void SetProcLibCpuNumThreads(int threads) { SetOpenCVThreads(threads); }

}  // namespace fastdeploy::vision
