// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "apps/cli/family.h"
#include "fastdeploy/pipeline.h"
#include "fastdeploy/vision/visualize/visualize.h"

namespace fastdeploy::cli {
namespace {

using pipeline::PPOCR;
using vision::OCRResult;

struct OcrSettings {
  bool no_cls = false;
  int rec_batch = 6;
  std::string font;
};

std::string Text(const OCRResult& result) {
  std::string text;
  for (size_t i = 0; i < result.text.size(); ++i) {
    text += fmt::format("  {:.4f}  {}\n", result.rec_scores[i], result.text[i]);
  }
  return text.empty() ? "  (no text)\n" : text;
}

std::unique_ptr<Predictor> Load(const std::string& folder, const RuntimeOption& option,
                                const OcrSettings& settings) {
  // A font that is none is to be known now and not after the first page.
  const cv::Mat dot(1, 1, CV_8UC3, cv::Scalar());
  if (!settings.font.empty()) (void)vision::VisOcr(dot, OCRResult(), settings.font);
  auto ocr = std::make_unique<PPOCR>(PPOCR::Load(folder, option, !settings.no_cls));
  ocr->SetRecBatchSize(settings.rec_batch);
  View<OCRResult> view;
  view.text = Text;
  view.draw = [font = settings.font](const cv::Mat& image, const OCRResult& result) {
    return font.empty() ? vision::VisOcr(image, result) : vision::VisOcr(image, result, font);
  };
  return std::make_unique<ModelPredictor<PPOCR>>(std::move(ocr), std::move(view));
}

}  // namespace

Family OcrFamily() {
  const auto settings = std::make_shared<OcrSettings>();
  return {"ocr", "Reads the text of images with PP-OCR.",
          [settings](CLI::App* command) {
            command->add_flag("--no-cls", settings->no_cls, "do not look for upside-down lines");
            command->add_option("--rec-batch", settings->rec_batch, "lines recognised together")
                ->check(CLI::PositiveNumber)
                ->capture_default_str();
            command
                ->add_option("--font", settings->font,
                             "font file (.ttf, .otf): with --save, draw the text beside the page")
                ->needs(command->get_option("--save"));
          },
          [settings](const std::string& folder, const RuntimeOption& option) {
            return Load(folder, option, *settings);
          }};
}

}  // namespace fastdeploy::cli
