// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <fmt/format.h>

#include <climits>
#include <memory>

#include "fastdeploy/vision/classification/draw.h"
#include "fastdeploy/vision/classification/model.h"
#include "fastdeploy/vision/internal/labels.h"
#include "fastdeploy/vision/internal/lettering.h"
#include "fastdeploy/vision/internal/model_folder.h"

namespace fastdeploy::vision::classification {
namespace {

constexpr float kFontSize = 0.5F;

std::string Text(const ClassifyResult& result, const std::vector<std::string>& labels) {
  std::string text;
  for (size_t i = 0; i < result.label_ids.size(); ++i) {
    text += fmt::format("  {:.4f}  {}\n", result.scores[i], LabelText(result.label_ids[i], labels));
  }
  return text;
}

AnyModel LoadClassifier(const std::string& folder, const RuntimeOption& option,
                        const Settings& settings) {
  auto model = std::make_unique<PaddleClasModel>(PaddleClasModel::Load(folder, option));
  const int topk = settings.Get<int>("topk");
  model->GetPostprocessor().SetTopk(topk);
  const auto labels = model->GetPostprocessor().GetLabels();
  View<ClassifyResult> view;
  view.text = [labels](const ClassifyResult& result) { return Text(result, labels); };
  view.json = [labels](const ClassifyResult& result) { return ToJson(result, labels); };
  const bool all = !model->GetPostprocessor().GetLabelThresholds().empty();
  const int shown = all ? INT_MAX : topk;
  const auto font = settings.Get<std::string>("font");
  if (!font.empty()) (void)Lettering(font, 1, 1);  // report a bad font now
  view.draw = [=](const cv::Mat& image, const ClassifyResult& result) {
    return VisClassification(image, result, labels, shown, 0, kFontSize, font);
  };
  return {std::move(model), std::move(view)};
}

AnyModel LoadFeature(const std::string& folder, const RuntimeOption& option,
                     const Settings& settings) {
  auto model = std::make_unique<PPShiTuV2Recognizer>(PPShiTuV2Recognizer::Load(folder, option));
  model->GetPostprocessor().SetFeatureNorm(!settings.Get<bool>("raw"));
  View<ClassifyResult> view;
  view.text = [](const ClassifyResult& result) { return result.Str() + "\n"; };
  view.draw = [](const cv::Mat& image, const ClassifyResult& /*result*/) { return image.clone(); };
  return {std::move(model), std::move(view)};
}

}  // namespace
}  // namespace fastdeploy::vision::classification

namespace fastdeploy::families::classification {

std::vector<vision::Family> Rows() {
  using namespace vision::classification;  // NOLINT(google-build-using-namespace)
  return {
      {.name = "classification",
       .command = "classify",
       .description = "Classifies images with a model of PaddleClas or PaddleX.",
       .settings =
           {{.name = "topk", .help = "number of classes shown, best first", .value = 1, .least = 1},
            {.name = "font",
             .help = "font file (.ttf, .otf): draws names of classes in any script",
             .value = "",
             .of_drawing = true}},
       .matches =
           [](const vision::ModelFolder& folder) {
             return folder.IsPaddleX("classifier") ||
                    (folder.HasKey("PreProcess") &&
                     (folder.HasKey("PostProcess", "Topk") ||
                      folder.HasKey("PostProcess", "ThreshOutput") ||
                      folder.HasKey("PostProcess", "MultiLabelThreshOutput")));
           },
       .load = LoadClassifier},
      {.name = "feature",
       .command = "embed",
       .description = "Computes feature vectors of images with a model of PP-ShiTuV2.",
       .settings = {{.name = "raw",
                     .help = "leave the vectors as they are; default: scaled to length 1",
                     .value = false}},
       .matches = [](const vision::ModelFolder& folder) { return folder.HasKey("RecPreProcess"); },
       .load = LoadFeature}};
}

}  // namespace fastdeploy::families::classification
