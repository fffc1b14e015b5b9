// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/families.h"

#include <fmt/format.h>

#include <filesystem>

#include "fastdeploy/runtime/model_folder.h"
#include "fastdeploy/vision.h"

namespace fastdeploy::cli {
namespace {

using pipeline::PPOCR;
using vision::classification::PaddleClasModel;

/// A predictor over a model and a function that shows its results.
template <typename Model, typename Show>
class ModelPredictor : public Predictor {
 public:
  ModelPredictor(std::unique_ptr<Model> model, Show show)
      : model_(std::move(model)), show_(std::move(show)) {}

  Shown Predict(const cv::Mat& image) override {
    auto result = model_->Predict(image);
    return show_(*model_, image, std::move(result));
  }
  [[nodiscard]] std::unique_ptr<Predictor> Clone() const override {
    return std::make_unique<ModelPredictor>(model_->Clone(), show_);
  }

 private:
  std::unique_ptr<Model> model_;
  Show show_;
};

template <typename Model, typename Show>
std::unique_ptr<Predictor> MakePredictor(Model model, Show show) {
  return std::make_unique<ModelPredictor<Model, Show>>(std::make_unique<Model>(std::move(model)),
                                                       std::move(show));
}

std::unique_ptr<Predictor> LoadClassifier(const ModelSettings& settings) {
  const ModelFolder files = FindModelFolder(settings.folder);
  if (files.config.empty()) {
    throw Error(
        ErrorKind::kNotFound,
        fmt::format("folder '{}' holds no inference.yml or inference_cls.yaml", settings.folder));
  }
  auto model = PaddleClasModel::Load(files.model, files.params, files.config, settings.option);
  model.GetPostprocessor().SetTopk(settings.topk);
  return MakePredictor(std::move(model), [](const PaddleClasModel& used, const cv::Mat& image,
                                            vision::ClassifyResult result) {
    const std::vector<std::string>& labels = used.GetPostprocessor().GetLabels();
    std::string text;
    for (size_t i = 0; i < result.label_ids.size(); ++i) {
      const auto id = static_cast<size_t>(result.label_ids[i]);
      text +=
          id < labels.size() ? fmt::format("  {} ({})", labels[id], id) : fmt::format("  {}", id);
      text += fmt::format("  {:.6f}\n", result.scores[i]);
    }
    std::string json = vision::ToJson(result);
    return Shown{std::move(text), std::move(json), [image, result, labels] {
                   return vision::VisClassification(image, result, labels);
                 }};
  });
}

/// The three models of PP-OCR, each in a folder of its own.
PPOCR LoadPipeline(const ModelSettings& settings) {
  const auto part = [&](const char* name) { return settings.folder + "/" + name; };
  const ModelFolder det = FindModelFolder(part("det"));
  const ModelFolder rec = FindModelFolder(part("rec"));
  std::string dictionary;
  for (const auto& entry : std::filesystem::directory_iterator(part("rec"))) {
    if (entry.path().extension() == ".txt") dictionary = entry.path().string();
  }
  const auto detector = vision::ocr::DBDetector::Load(det.model, det.params, settings.option);
  const auto recognizer =
      vision::ocr::Recognizer::Load(rec.model, rec.params, dictionary, settings.option);
  if (!settings.angle_classifier || !std::filesystem::is_directory(part("cls"))) {
    return {detector, recognizer};
  }
  const ModelFolder cls = FindModelFolder(part("cls"));
  return {detector, vision::ocr::Classifier::Load(cls.model, cls.params, settings.option),
          recognizer};
}

std::unique_ptr<Predictor> LoadOcr(const ModelSettings& settings) {
  PPOCR ocr = LoadPipeline(settings);
  if (!ocr.SetRecBatchSize(settings.rec_batch)) {
    throw Error(ErrorKind::kInvalidArgument, "--rec-batch takes a positive number or -1");
  }
  return MakePredictor(std::move(ocr), [font = settings.font](const PPOCR&, const cv::Mat& image,
                                                              vision::OCRResult result) {
    std::string text;
    for (size_t i = 0; i < result.text.size(); ++i) {
      text += fmt::format("  {:.3f}  {}\n", result.rec_scores[i], result.text[i]);
    }
    if (text.empty()) text = "  (no text)\n";
    std::string json = vision::ToJson(result);
    return Shown{std::move(text), std::move(json), [image, result, font] {
                   return font.empty() ? vision::VisOcr(image, result)
                                       : vision::VisOcr(image, result, font);
                 }};
  });
}

}  // namespace

const std::vector<Family>& Families() {
  static const std::vector<Family> families = {
      {"ocr", "read the text of images with PP-OCR", LoadOcr},
      {"classify", "classify images with a PaddleClas model", LoadClassifier},
  };
  return families;
}

}  // namespace fastdeploy::cli
