// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <memory>

#include "fastdeploy/pipeline/ppstructure/ppstructurev2_table.h"
#include "fastdeploy/vision/internal/model_folder.h"
#include "fastdeploy/vision/ocr/draw.h"
#include "fastdeploy/vision/ocr/internal/detector_settings.h"
#include "fastdeploy/vision/ocr/internal/recognizer_settings.h"
#include "fastdeploy/vision/ocr/text.h"

namespace fastdeploy::pipeline {
namespace {

using vision::OCRResult;

vision::AnyModel LoadPipeline(const std::string& folder, const RuntimeOption& option,
                              const vision::Settings& settings) {
  auto table = std::make_unique<PPStructureV2Table>(PPStructureV2Table::Load(folder, option));
  vision::ocr::ApplySettings(settings, &table->GetDetector().GetPreprocessor());
  vision::ocr::ApplySettings(settings, &table->GetRecognizer());
  vision::View<OCRResult> view;
  view.text = [](const OCRResult& result) { return "  " + result.table_html + "\n"; };
  view.formats = {{"markdown", vision::ToMarkdown}};
  view.draw = [](const cv::Mat& image, const OCRResult& result) {
    return vision::VisOcr(image, result);
  };
  return {std::move(table), std::move(view)};
}

}  // namespace
}  // namespace fastdeploy::pipeline

namespace fastdeploy::families::ppstructure {

std::vector<vision::Family> Rows() {
  std::vector<vision::Setting> settings = vision::ocr::RecognizerSettings();
  for (vision::Setting& setting : vision::ocr::DetectorSettings()) {
    settings.push_back(std::move(setting));
  }
  return {{.name = "table",
           .command = "table",
           .description = "Reads the table that an image shows, as HTML: a folder with a detector "
                          "(det/) and a recogniser (rec/) of PP-OCR and a table model (table/).",
           .settings = std::move(settings),
           .formats = {"markdown"},
           .matches =
               [](const vision::ModelFolder& folder) {
                 return folder.Has("det") && folder.Has("rec") && folder.Has("table");
               },
           .narrows = "OCR",
           .load = pipeline::LoadPipeline}};
}

}  // namespace fastdeploy::families::ppstructure
