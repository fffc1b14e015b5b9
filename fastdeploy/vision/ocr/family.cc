// SPDX-License-Identifier: Apache-2.0
//
// The single models of PP-OCR; the pipeline is in fastdeploy/pipeline/ppocr.

#include "fastdeploy/vision/family.h"

#include <memory>
#include <type_traits>

#include "fastdeploy/vision/detection/draw.h"
#include "fastdeploy/vision/internal/model_folder.h"
#include "fastdeploy/vision/ocr/classifier.h"
#include "fastdeploy/vision/ocr/detector.h"
#include "fastdeploy/vision/ocr/draw.h"
#include "fastdeploy/vision/ocr/internal/detector_settings.h"
#include "fastdeploy/vision/ocr/internal/heads.h"
#include "fastdeploy/vision/ocr/recognizer.h"
#include "fastdeploy/vision/ocr/structurev2_layout.h"
#include "fastdeploy/vision/ocr/structurev2_table.h"

namespace fastdeploy::vision::ocr {
namespace {

template <typename Model>
AnyModel LoadModel(const std::string& folder, const RuntimeOption& option,
                   const Settings& settings) {
  View<OCRResult> view;
  view.text = [](const OCRResult& result) { return result.Str(); };
  view.draw = [](const cv::Mat& image, const OCRResult& result) {
    OCRResult drawn = result;
    if (drawn.boxes.empty()) drawn.boxes = drawn.table_boxes;
    return drawn.boxes.empty() ? image.clone() : VisOcr(image, drawn);
  };
  auto model = std::make_unique<Model>(Model::Load(folder, option));
  if constexpr (std::is_same_v<Model, DBDetector>) {
    ApplySettings(settings, &model->GetPreprocessor());
  }
  return {std::move(model), std::move(view)};
}

AnyModel LoadLayout(const std::string& folder, const RuntimeOption& option,
                    const Settings& /*settings*/) {
  View<DetectionResult> view;
  view.text = [](const DetectionResult& result) { return result.Str(); };
  view.draw = [](const cv::Mat& image, const DetectionResult& result) {
    return VisDetection(image, result);
  };
  return {std::make_unique<StructureV2Layout>(StructureV2Layout::Load(folder, option)),
          std::move(view)};
}

}  // namespace
}  // namespace fastdeploy::vision::ocr

namespace fastdeploy::families::ocr {

std::vector<vision::Family> Rows() {
  using namespace vision::ocr;  // NOLINT(google-build-using-namespace)
  return {
      {.name = "text detection",
       .settings = DetectorSettings(),
       .matches =
           [](const vision::ModelFolder& folder) {
             return folder.PostProcessName() == "DBPostProcess";
           },
       .load = LoadModel<DBDetector>},
      {.name = "text orientation",  // no file distinguishes it from other classifiers
       .load = LoadModel<Classifier>},
      {.name = "text recognition",
       .matches =
           [](const vision::ModelFolder& folder) { return IsRecognizer(folder.PostProcessName()); },
       .load = LoadModel<Recognizer>},
      {.name = "table structure",
       .matches =
           [](const vision::ModelFolder& folder) {
             return folder.PostProcessName() == "TableLabelDecode";
           },
       .load = LoadModel<StructureV2Table>},
      {.name = "page layout",  // a folder with a YAML is a detector's
       .load = LoadLayout}};
}

}  // namespace fastdeploy::families::ocr
