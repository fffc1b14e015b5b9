// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "apps/cli/family.h"
#include "fastdeploy/vision/classification/model.h"
#include "fastdeploy/vision/visualize/visualize.h"

namespace fastdeploy::cli {
namespace {

using vision::ClassifyResult;
using vision::classification::PaddleClasModel;
using Labels = std::vector<std::string>;

std::string Text(const ClassifyResult& result, const Labels& labels) {
  std::string text;
  for (size_t i = 0; i < result.label_ids.size(); ++i) {
    const int id = result.label_ids[i];
    const bool named = id >= 0 && static_cast<size_t>(id) < labels.size();
    text += fmt::format("  {:.4f}  {}\n", result.scores[i],
                        named ? fmt::format("{} ({})", labels[id], id) : std::to_string(id));
  }
  return text;
}

std::unique_ptr<Predictor> Load(const std::string& folder, const RuntimeOption& option, int topk) {
  auto model = std::make_unique<PaddleClasModel>(PaddleClasModel::Load(folder, option));
  model->GetPostprocessor().SetTopk(topk);
  const auto labels = std::make_shared<const Labels>(model->GetPostprocessor().GetLabels());
  View<ClassifyResult> view;
  view.text = [labels](const ClassifyResult& result) { return Text(result, *labels); };
  view.draw = [labels, topk](const cv::Mat& image, const ClassifyResult& result) {
    return vision::VisClassification(image, result, *labels, topk);
  };
  return std::make_unique<ModelPredictor<PaddleClasModel>>(std::move(model), std::move(view));
}

}  // namespace

Family ClassifyFamily() {
  const auto topk = std::make_shared<int>(1);
  return {"classify", "Classifies images with a model of PaddleClas or PaddleX.",
          [topk](CLI::App* command) {
            command->add_option("--topk", *topk, "classes shown, best first")
                ->check(CLI::PositiveNumber)
                ->capture_default_str();
          },
          [topk](const std::string& folder, const RuntimeOption& option) {
            return Load(folder, option, *topk);
          }};
}

}  // namespace fastdeploy::cli
