// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <fmt/format.h>

#include <memory>

#include "fastdeploy/vision/detection/draw.h"
#include "fastdeploy/vision/detection/internal/chosen_classes.h"
#include "fastdeploy/vision/detection/model.h"
#include "fastdeploy/vision/internal/labels.h"
#include "fastdeploy/vision/internal/lettering.h"
#include "fastdeploy/vision/internal/model_folder.h"

namespace fastdeploy::vision::detection {
namespace {

constexpr int kLineSize = 2;
constexpr float kFontSize = 0.5F;
const std::vector<int> kInk = {255, 255, 255};

std::string Text(const DetectionResult& result, const std::vector<std::string>& labels,
                 float threshold) {
  const bool rotated = !result.rotated_boxes.empty();
  std::string text;
  for (size_t i = 0; i < result.scores.size(); ++i) {
    if (result.scores[i] < threshold) continue;
    text += fmt::format("  {:.4f}  ", result.scores[i]);
    const auto add = [&text](const auto& box) {
      for (const float at : box) text += fmt::format("{:8.1f}", at);
    };
    rotated ? add(result.rotated_boxes[i]) : add(result.boxes[i]);
    text += fmt::format("  {}\n", LabelText(result.label_ids[i], labels, "class "));
  }
  return text.empty() ? "  nothing found\n" : text;
}

AnyModel LoadDetector(const std::string& folder, const RuntimeOption& option,
                      const Settings& settings) {
  auto model = std::make_unique<PaddleDetectionModel>(PaddleDetectionModel::Load(folder, option));
  const auto& postprocessor = model->GetPostprocessor();
  const auto threshold = static_cast<float>(
      settings.Find<double>("threshold").value_or(postprocessor.GetDrawThreshold()));
  const auto labels = postprocessor.GetLabels();
  const auto font = settings.Get<std::string>("font");
  if (!font.empty()) (void)Lettering(font, 1, 1);  // report a bad font now
  const auto list = settings.Get<std::string>("classes");
  const auto chosen = [list, classes = ClassesOf(list, labels)](const DetectionResult& result) {
    return list.empty() ? result : OnlyClasses(result, classes);
  };
  View<DetectionResult> view;
  view.text = [=](const DetectionResult& result) {
    return Text(chosen(result), labels, threshold);
  };
  view.json = [=](const DetectionResult& result) { return ToJson(chosen(result), labels); };
  view.draw = [=](const cv::Mat& image, const DetectionResult& result) {
    return VisDetection(image, chosen(result), labels, threshold, kLineSize, kFontSize, kInk, 1,
                        font);
  };
  return {std::move(model), std::move(view)};
}

}  // namespace
}  // namespace fastdeploy::vision::detection

namespace fastdeploy::families::detection {

std::vector<vision::Family> Rows() {
  return {{.name = "detection",
           .command = "detect",
           .description = "Finds objects with a model of PaddleDetection or PaddleX.",
           .settings = {{.name = "threshold",
                         .help = "lowest score of the objects shown and drawn (the JSON has all)",
                         .value = 0.5,
                         .least = 0,
                         .most = 1,
                         .of_model = true},
                        {.name = "classes",
                         .help = "only objects of these classes: names, or numbers, separated by "
                                 "commas; default: all",
                         .value = ""},
                        {.name = "font",
                         .help = "font file (.ttf, .otf): draws names of classes in any script",
                         .value = "",
                         .of_drawing = true}},
           // PaddleDetection lists its steps under Preprocess, PaddleClas under PreProcess.
           .matches =
               [](const vision::ModelFolder& folder) {
                 return folder.IsPaddleX("detector") ||
                        (folder.HasKey("arch") && folder.HasKey("Preprocess"));
               },
           .load = vision::detection::LoadDetector}};
}

}  // namespace fastdeploy::families::detection
