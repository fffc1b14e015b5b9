// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "apps/cli/family.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/pipeline.h"
#include "fastdeploy/runtime/model_folder.h"
#include "fastdeploy/vision/visualize/visualize.h"

namespace fastdeploy::cli {
namespace {

namespace fs = std::filesystem;
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

/// The only .txt of the recogniser's folder: one character a line. "" where there is none, since
/// the characters then stand in the model or in its YAML.
std::string FindDictionary(const fs::path& folder) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") found.push_back(entry.path().string());
  }
  if (found.size() > 1) {
    std::sort(found.begin(), found.end());
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("more than one dictionary: {}, {}", found[0], found[1]));
  }
  return found.empty() ? "" : found.front();
}

/// The models of a folder with det/, rec/ and, optional, cls/.
PPOCR LoadPipeline(const fs::path& folder, const RuntimeOption& option, bool no_cls) {
  using namespace vision::ocr;
  if (!fs::is_directory(folder / "det") || !fs::is_directory(folder / "rec")) {
    throw Error(
        ErrorKind::kNotFound,
        fmt::format("'{}' is no folder of PP-OCR: it has no folders det and rec", folder.string()));
  }
  const ModelFolder det = FindModelFolder(folder / "det");
  const ModelFolder rec = FindModelFolder(folder / "rec");
  const auto detector = DBDetector::Load(det.model, det.params, option);
  const auto recognizer =
      Recognizer::Load(rec.model, rec.params, FindDictionary(folder / "rec"), option);
  if (no_cls || !fs::is_directory(folder / "cls")) return {detector, recognizer};
  const ModelFolder cls = FindModelFolder(folder / "cls");
  return {detector, Classifier::Load(cls.model, cls.params, option), recognizer};
}

std::unique_ptr<Predictor> Load(const std::string& folder, const RuntimeOption& option,
                                const OcrSettings& settings) {
  // A font that is none is to be known now and not after the first page.
  const cv::Mat dot(1, 1, CV_8UC3, cv::Scalar());
  if (!settings.font.empty()) (void)vision::VisOcr(dot, OCRResult(), settings.font);
  auto ocr = std::make_unique<PPOCR>(LoadPipeline(folder, option, settings.no_cls));
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
