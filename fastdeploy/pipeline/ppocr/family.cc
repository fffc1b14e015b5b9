// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "fastdeploy/pipeline/ppocr/ppocr.h"
#include "fastdeploy/vision/internal/model_folder.h"
#include "fastdeploy/vision/ocr/draw.h"
#include "fastdeploy/vision/ocr/internal/detector_settings.h"
#include "fastdeploy/vision/ocr/internal/recognizer_settings.h"
#include "fastdeploy/vision/ocr/text.h"

namespace fastdeploy::pipeline {
namespace {

using vision::OCRResult;

std::string Text(const OCRResult& result) {
  std::string text;
  for (size_t i = 0; i < result.text.size(); ++i) {
    text += fmt::format("  {:.4f}  {}\n", result.rec_scores[i], result.text[i]);
    if (i >= result.words.size()) continue;
    for (size_t word = 0; word < result.words[i].size(); ++word) {
      text += fmt::format("          [{}]  {}\n", fmt::join(result.word_boxes[i][word], ", "),
                          result.words[i][word]);
    }
  }
  return text.empty() ? "  (no text)\n" : text;
}

vision::AnyModel LoadPipeline(const std::string& folder, const RuntimeOption& option,
                              const vision::Settings& settings) {
  const auto font = settings.Get<std::string>("font");
  if (!font.empty()) {  // report a bad font now, not after the first page
    (void)vision::VisOcr(cv::Mat(1, 1, CV_8UC3, cv::Scalar()), OCRResult(), font);
  }
  auto ocr = std::make_unique<PPOCR>(PPOCR::Load(folder, option, !settings.Get<bool>("no-cls")));
  ocr->SetDropScore(static_cast<float>(settings.Get<double>("drop-score")));
  ocr->SetReturnWordBox(settings.Get<bool>("words"));
  if (const auto model = settings.Get<std::string>("orientation"); !model.empty()) {
    ocr->SetDocOrientation(vision::classification::PaddleClasModel::Load(model, option));
  }
  vision::ocr::ApplySettings(settings, &ocr->GetDetector().GetPreprocessor());
  vision::ocr::ApplySettings(settings, &ocr->GetRecognizer());
  vision::View<OCRResult> view;
  view.text = Text;
  view.formats = {{"plain", vision::ToText}, {"markdown", vision::ToMarkdown}};
  view.draw = [font](const cv::Mat& image, const OCRResult& result) {
    return font.empty() ? vision::VisOcr(image, result) : vision::VisOcr(image, result, font);
  };
  return {std::move(ocr), std::move(view)};
}

}  // namespace
}  // namespace fastdeploy::pipeline

namespace fastdeploy::families::ppocr {

std::vector<vision::Family> Rows() {
  std::vector<vision::Setting> settings = {
      {.name = "no-cls", .help = "do not look for upside-down lines", .value = false},
      {.name = "drop-score",
       .help = "leave out lines whose score is below this",
       .value = 0.0,
       .least = 0,
       .most = 1},
      {.name = "words", .help = "also give the words of each line and their boxes", .value = false},
      {.name = "orientation",
       .help = "turn pages upright first, as this model of their orientation says",
       .value = "",
       .is_model = true},
      {.name = "font",
       .help = "font file (.ttf, .otf): draw the text beside the page",
       .value = "",
       .of_drawing = true}};
  for (const auto& more : {vision::ocr::DetectorSettings(), vision::ocr::RecognizerSettings()}) {
    settings.insert(settings.end(), more.begin(), more.end());
  }
  return {
      {.name = "OCR",
       .command = "ocr",
       .description = "Reads the text of images with PP-OCR.",
       .settings = std::move(settings),
       .default_model = "ppocrv6-small",
       .formats = {"plain", "markdown"},
       .matches =
           [](const vision::ModelFolder& folder) { return folder.Has("det") && folder.Has("rec"); },
       .load = pipeline::LoadPipeline}};
}

}  // namespace fastdeploy::families::ppocr
