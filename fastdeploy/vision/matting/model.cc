// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/matting/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/internal/load.h"
#include "fastdeploy/vision/matting/internal/trimap.h"

namespace fastdeploy::vision::matting {
namespace {

constexpr const char* kImage = "img";
constexpr const char* kTrimap = "trimap";

/// Loads the network with the shapes that the images will have. Only once it is loaded it is known
/// whether it has one input or two.
Runtime LoadNetwork(const ModelFiles& files, const RuntimeOption& option,
                    const std::vector<int64_t>& shape) {
  RuntimeOption chosen = option;
  std::vector<int64_t> trimap = shape;
  trimap[1] = 1;
  chosen.usual_input_shapes = {{"", shape}, {kImage, shape}, {kTrimap, trimap}};
  Runtime runtime = LoadRuntime(files, chosen);
  const std::vector<TensorInfo>& inputs = runtime.GetInputInfos();
  if (inputs.size() == 1) {
    const bool asked = !option.input_shapes.empty() || !option.openvino_option.shape_infos.empty();
    const bool fits = std::ranges::equal(shape, inputs.front().shape, [](int64_t want, int dim) {
      return want == -1 || want == dim;
    });
    return asked || fits ? std::move(runtime) : LoadRuntime(files, option, shape);
  }
  for (const TensorInfo& input : inputs) {
    if (inputs.size() == 2 && (input.name == kImage || input.name == kTrimap)) continue;
    throw Error(ErrorKind::kUnsupported,
                fmt::format("the network has {} inputs, one of them '{}': expected an image, or "
                            "{} and {}",
                            inputs.size(), input.name, kImage, kTrimap));
  }
  return runtime;
}

}  // namespace

PPMatting PPMatting::Open(const ModelFiles& files, const RuntimeOption& option) {
  segmentation::PaddleSegPreprocessor preprocessor(RequireConfig(files), true);
  Runtime runtime = LoadNetwork(files, option, preprocessor.InputShape());
  return {std::move(preprocessor), std::move(runtime), PPMattingPostprocessor()};
}

bool PPMatting::TakesTrimap() const { return InputInfos().size() > 1; }

MattingResult PPMatting::Predict(const cv::Mat& image) {
  return std::move(BatchPredict(std::span(&image, 1)).front());
}

std::vector<MattingResult> PPMatting::BatchPredict(std::span<const cv::Mat> images) {
  RequireInitialized();
  if (TakesTrimap()) {
    throw Error(ErrorKind::kInvalidArgument,
                "trimap: this model needs one with each image, none was given");
  }
  return Model::BatchPredict(images);
}

MattingResult PPMatting::Predict(const cv::Mat& image, const cv::Mat& trimap) {
  return std::move(BatchPredict(std::span(&image, 1), std::span(&trimap, 1)).front());
}

std::vector<MattingResult> PPMatting::BatchPredict(std::span<const cv::Mat> images,
                                                   std::span<const cv::Mat> trimaps) {
  RequireInitialized();
  if (!TakesTrimap()) {
    throw Error(ErrorKind::kInvalidArgument, "trimap: this model takes none");
  }
  if (images.size() != trimaps.size()) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("trimaps: expected one for each of {} images, found {}", images.size(),
                            trimaps.size()));
  }
  std::vector<MattingResult> results;
  AsError([&] {
    for (size_t i = 0; i < images.size(); ++i) {
      results.push_back(PredictWith(images[i], trimaps[i]));
    }
  });
  return results;
}

MattingResult PPMatting::PredictWith(const cv::Mat& image, const cv::Mat& trimap) {
  CheckImage(image);
  const segmentation::PaddleSegPreprocessor& preprocessor = GetPreprocessor();
  const cv::Mat prepared = PrepareTrimap(trimap, image.size(), preprocessor.GetPreparation().steps);
  // A network with a fixed batch runs copies of the image.
  const std::vector<int>& shape = InputInfos().front().shape;
  const auto batch = static_cast<size_t>(shape.empty() ? 1 : std::max(1, shape.front()));
  const std::vector<cv::Mat> images(batch, image);
  const std::vector<cv::Mat> trimaps(batch, prepared);
  segmentation::PaddleSegPreprocessor::Scratch scratch;
  std::vector<Geometry> geometry;
  MattingResult result;
  RunNetwork(
      1, true,
      [&](std::vector<FDTensor>* inputs) {
        geometry = preprocessor.Process(images, &scratch, inputs);
        inputs->resize(2);
        (*inputs)[0].name = kImage;
        WriteTrimaps(trimaps, &(*inputs)[1]);
        (*inputs)[1].name = kTrimap;
      },
      [&](const std::vector<FDTensor>& outputs) {
        auto results = GetPostprocessor().Process(outputs, geometry, trimaps);
        result = std::move(results.front());
      });
  return result;
}

}  // namespace fastdeploy::vision::matting
