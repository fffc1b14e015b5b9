// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <fmt/format.h>

#include <array>
#include <memory>

#include "fastdeploy/vision/internal/model_folder.h"
#include "fastdeploy/vision/segmentation/draw.h"
#include "fastdeploy/vision/segmentation/model.h"

namespace fastdeploy::vision::segmentation {
namespace {

/// The share of each class in the image, as text.
std::string Text(const SegmentationResult& result) {
  std::array<size_t, 256> pixels = {};
  for (const uint8_t label : result.label_map) ++pixels[label];
  std::string text;
  for (size_t label = 0; label < pixels.size(); ++label) {
    if (pixels[label] == 0) continue;
    const double share = double(pixels[label]) / double(result.label_map.size());
    text += fmt::format("  {:6.2f} %  class {}\n", 100 * share, label);
  }
  return text;
}

cv::Mat LabelMap(const SegmentationResult& result) {
  auto* labels = const_cast<uint8_t*>(result.label_map.data());  // only read: it is copied
  return cv::Mat(static_cast<int>(result.shape[0]), static_cast<int>(result.shape[1]), CV_8U,
                 labels)
      .clone();
}

AnyModel LoadSegmenter(const std::string& folder, const RuntimeOption& option,
                       const Settings& settings) {
  auto model = std::make_unique<PaddleSegModel>(PaddleSegModel::Load(folder, option));
  const bool scores = settings.Get<bool>("scores");
  model->GetPostprocessor().SetIsStoreScoreMap(scores);
  model->GetPostprocessor().SetApplySoftmax(scores);
  View<SegmentationResult> view;
  view.text = Text;
  view.draw = [weight = static_cast<float>(settings.Get<double>("weight"))](
                  const cv::Mat& image, const SegmentationResult& result) {
    return VisSegmentation(image, result, weight);
  };
  view.labels = LabelMap;
  return {std::move(model), std::move(view)};
}

}  // namespace
}  // namespace fastdeploy::vision::segmentation

namespace fastdeploy::families::segmentation {

std::vector<vision::Family> Rows() {
  return {{.name = "segmentation",
           .command = "segment",
           .description = "Finds the class of every pixel with a model of PaddleSeg or PaddleX.",
           .settings = {{.name = "scores",
                         .help = "include the scores in the JSON, if the model gives them",
                         .value = false},
                        {.name = "weight",
                         .help = "weight of the colours in drawings",
                         .value = 0.5,
                         .least = 0,
                         .most = 1,
                         .of_drawing = true}},
           .label_maps = true,
           .matches =
               [](const vision::ModelFolder& folder) {
                 return folder.HasKey("Deploy") || folder.IsPaddleX("segmenter");
               },
           .load = vision::segmentation::LoadSegmenter}};
}

}  // namespace fastdeploy::families::segmentation
