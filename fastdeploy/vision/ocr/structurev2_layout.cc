// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/structurev2_layout.h"

#include <fmt/format.h>

#include <algorithm>

#include "fastdeploy/core/log.h"
#include "fastdeploy/vision/detection/internal/outputs.h"
#include "fastdeploy/vision/internal/load.h"
#include "fastdeploy/vision/ocr/internal/text_line.h"

namespace fastdeploy::vision::ocr {
namespace {

constexpr size_t kFewestHeads = 4;  // two levels

detection::DetectionConfig LayoutConfig() {
  detection::DetectionConfig config;
  config.arch = "PicoDet";
  config.preparation = {.normalize = {.mean = {0.485F, 0.456F, 0.406F},
                                      .std = {0.229F, 0.224F, 0.225F},
                                      .scale = 1.0F / 255.0F},
                        .layout = {.normalize = true, .rgb = false, .chw = true}};
  return config;
}

}  // namespace

StructureV2LayoutPreprocessor::StructureV2LayoutPreprocessor()
    : PaddleDetPreprocessor(LayoutConfig()) {
  SetInputs({{.name = "image"}});
  SetLayoutImageShape({3, 800, 608});
}

void StructureV2LayoutPreprocessor::SetLayoutImageShape(const std::vector<int>& shape) {
  CheckLineShape("layout_image_shape", shape);
  image_shape_ = shape;
  preparation_.steps = {transform::Resize{.rule = transform::ToSize{shape[2], shape[1]}}};
}

void StructureV2LayoutPreprocessor::SetStaticShapeInfer(bool static_shape) {
  if (static_shape) return;
  throw Error(ErrorKind::kUnsupported,
              "static_shape_infer: pages are always brought to layout_image_shape");
}

bool StructureV2LayoutPreprocessor::Run(std::vector<FDMat>* images,
                                        std::vector<FDTensor>* outputs) {
  return OrLog([&] {
    Scratch scratch;
    infos_ = InfosOf(Process(UnwrapMat(*images), &scratch, outputs));
  });
}

std::vector<StructureV2LayoutPreprocessor::ImageInfo> StructureV2LayoutPreprocessor::InfosOf(
    const Geometry& batch) {
  std::vector<ImageInfo> infos;
  for (const auto& image : batch.images) {
    infos.push_back(
        {image.original.width, image.original.height, image.scaled.width, image.scaled.height});
  }
  return infos;
}

std::vector<DetectionResult> StructureV2LayoutPostprocessor::Process(
    std::span<const FDTensor> outputs, const StructureV2LayoutPreprocessor::Geometry& batch) const {
  if (outputs.size() < kFewestHeads || outputs.size() % 2 != 0) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("these are not the outputs of a layout model, scores and distances of "
                            "some levels: found {} outputs",
                            outputs.size()));
  }
  for (const FDTensor& output : outputs) {
    RequireShape(output, {kAnySize, kAnySize, kAnySize}, "[N, cells, classes or distances]");
  }
  if (num_class_ != 0 && outputs[0].shape[2] != num_class_) {
    FailOutput(outputs[0], fmt::format("expected {} classes, as num_class says", num_class_));
  }
  const NmsAttributes nms = {.nms_threshold = nms_threshold_, .score_threshold = score_threshold_};
  return detection::ObjectsOfHeads(outputs, fpn_stride_, nms, batch);
}

bool StructureV2LayoutPostprocessor::Run(
    const std::vector<FDTensor>& tensors, std::vector<DetectionResult>* results,
    const std::vector<StructureV2LayoutPreprocessor::ImageInfo>& infos) const {
  return OrLog([&] { *results = Process(tensors, GeometryOf(infos)); });
}

StructureV2LayoutPreprocessor::Geometry StructureV2LayoutPostprocessor::GeometryOf(
    const std::vector<StructureV2LayoutPreprocessor::ImageInfo>& infos) {
  StructureV2LayoutPreprocessor::Geometry batch;
  for (const auto& [width, height, resized_width, resized_height] : infos) {
    for (const int side : {width, height, resized_width, resized_height}) {
      if (side >= 1) continue;
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("sizes of pages: expected 1 or more, found {}", side));
    }
    const cv::Size before(width, height);
    const cv::Size after(resized_width, resized_height);
    vision::Geometry& image = batch.images.emplace_back(before);
    image.NoteScaling(before, after,
                      {float(resized_width) / float(width), float(resized_height) / float(height)});
    batch.input.width = std::max(batch.input.width, resized_width);
    batch.input.height = std::max(batch.input.height, resized_height);
  }
  return batch;
}

StructureV2Layout StructureV2Layout::Open(const ModelFiles& files, const RuntimeOption& option) {
  StructureV2LayoutPreprocessor preprocessor;
  StructureV2LayoutPostprocessor postprocessor;
  RuntimeOption chosen = option;
  chosen.usual_input_shapes = preprocessor.InputShapes();
  Runtime runtime = LoadRuntime(files, chosen);
  preprocessor.SetInputs(runtime.GetInputInfos());
  for (const TensorInfo& input : runtime.GetInputInfos()) {
    if (input.shape.size() != 4 || input.shape[2] < 1 || input.shape[3] < 1) continue;
    preprocessor.SetLayoutImageShape({3, input.shape[2], input.shape[3]});
  }
  const std::vector<int> scores = runtime.GetOutputInfo(0).shape;
  if (scores.size() == 3 && scores[2] > 0) postprocessor.SetNumClass(scores[2]);
  return {std::move(preprocessor), std::move(runtime), std::move(postprocessor)};
}

}  // namespace fastdeploy::vision::ocr
