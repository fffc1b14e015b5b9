// SPDX-License-Identifier: Apache-2.0

#include "fastdeploy/vision/ocr/ppocr/dbdetector.h"
#include "fastdeploy/vision/ocr/ppocr/ppocr_v4.h"
#include "fastdeploy/vision/ocr/ppocr/recognizer.h"

#include <memory>
#include <opencv2/imgcodecs.hpp>

#include "../check.h"

void ReadTextV4() {
  fastdeploy::RuntimeOption option;
  option.UsePaddleBackend();
  const std::string folder = InModels("ppocrv4");
  auto det = std::make_unique<fastdeploy::vision::ocr::DBDetector>(
      folder + "/det/inference.pdmodel", folder + "/det/inference.pdiparams", option);
  auto rec = std::make_unique<fastdeploy::vision::ocr::Recognizer>(
      folder + "/rec/inference.pdmodel", folder + "/rec/inference.pdiparams",
      folder + "/rec/ppocr_keys_v1.txt", option);
  Check(det->Initialized() && rec->Initialized());
  det->GetPostprocessor().SetDetDBScoreMode("fast");
  auto ocr = std::make_unique<fastdeploy::pipeline::PPOCRv4>(det.get(), rec.get());
  Check(ocr->Initialized() && ocr->SetRecBatchSize(6));
  const cv::Mat page = cv::imread(InModels("images/page.png"));
  fastdeploy::vision::OCRResult result;
  Check(ocr->Predict(page, &result) && !result.text.empty());
  Check(result.boxes.size() == result.text.size());
  Check(result.rec_scores.size() == result.text.size());
}
