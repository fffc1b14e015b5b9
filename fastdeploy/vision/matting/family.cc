// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/family.h"

#include <memory>

#include "fastdeploy/vision/matting/draw.h"
#include "fastdeploy/vision/matting/model.h"

namespace fastdeploy::vision::matting {
namespace {

AnyModel LoadMatting(const std::string& folder, const RuntimeOption& option,
                     const Settings& /*settings*/) {
  View<MattingResult> view;
  view.text = [](const MattingResult& result) { return "  " + result.Str(); };
  view.draw = [](const cv::Mat& image, const MattingResult& result) {
    return VisMatting(image, result);
  };
  return {std::make_unique<PPMatting>(PPMatting::Load(folder, option)), std::move(view)};
}

}  // namespace
}  // namespace fastdeploy::vision::matting

namespace fastdeploy::families::matting {

std::vector<vision::Family> Rows() {
  // No `matches`: its YAML cannot be distinguished from a segmenter's.
  return {{.name = "matting",
           .command = "matte",
           .description = "Separates the foreground with a model of PaddleSeg's Matting folder.",
           .trimaps = true,
           .load = vision::matting::LoadMatting}};
}

}  // namespace fastdeploy::families::matting
