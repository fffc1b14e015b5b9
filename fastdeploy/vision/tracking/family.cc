// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <fmt/format.h>

#include <memory>

#include "fastdeploy/vision/internal/labels.h"
#include "fastdeploy/vision/internal/model_folder.h"
#include "fastdeploy/vision/tracking/draw.h"
#include "fastdeploy/vision/tracking/model.h"

namespace fastdeploy::vision::tracking {
namespace {

std::string Text(const MOTResult& result, const std::vector<std::string>& labels) {
  std::string text;
  for (size_t i = 0; i < result.boxes.size(); ++i) {
    const auto& [left, top, right, bottom] = result.boxes[i];
    text +=
        fmt::format("  {:.4f}  {:6d}{:6d}{:6d}{:6d}  {} {}\n", result.scores[i], left, top, right,
                    bottom, LabelText(result.class_ids[i], labels, "class "), result.ids[i]);
  }
  return text.empty() ? "  nothing found\n" : text;
}

AnyModel LoadTracker(const std::string& folder, const RuntimeOption& option,
                     const Settings& settings) {
  auto model = std::make_unique<PPTracking>(PPTracking::Load(folder, option));
  auto& postprocessor = model->GetPostprocessor();
  if (const auto threshold = settings.Find<double>("threshold")) {
    postprocessor.score_threshold = static_cast<float>(*threshold);
  }
  const auto labels = postprocessor.GetLabels();
  View<MOTResult> view;
  view.text = [=](const MOTResult& result) { return Text(result, labels); };
  view.draw = [](const cv::Mat& image, const MOTResult& result) { return VisMOT(image, result); };
  return {std::move(model), std::move(view)};
}

}  // namespace
}  // namespace fastdeploy::vision::tracking

namespace fastdeploy::families::tracking {

std::vector<vision::Family> Rows() {
  return {{.name = "tracking",
           .command = "track",
           .description = "Follows objects through images, the frames of a video in their order, "
                          "with a JDE or FairMOT model of PaddleDetection.",
           .settings = {{.name = "threshold",
                         .help = "lowest score of the objects in the results",
                         .value = 0.5,
                         .least = 0,
                         .most = 1,
                         .of_model = true}},
           .matches = [](const vision::ModelFolder& folder) { return folder.HasKey("tracker"); },
           .narrows = "detection",
           .load = vision::tracking::LoadTracker}};
}

}  // namespace fastdeploy::families::tracking
