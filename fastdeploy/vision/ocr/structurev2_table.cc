// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/structurev2_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "fastdeploy/core/log.h"
#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/vision/internal/load.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/ocr/internal/dialect.h"
#include "fastdeploy/vision/ocr/internal/find_dictionary.h"
#include "fastdeploy/vision/ocr/internal/text_line.h"

namespace fastdeploy::vision::ocr {
namespace {

constexpr int kMostLen = 16384;

/// The side of the input, if the network fixes it. Throws Error if it is not a square.
std::optional<int> FixedSide(const TensorInfo& input, const std::string& model) {
  if (input.shape.size() != 4 || (input.shape[2] < 1 && input.shape[3] < 1)) return std::nullopt;
  if (input.shape[2] == input.shape[3]) return input.shape[2];
  throw Error(ErrorKind::kUnsupported,
              fmt::format("{}: expected a square input, as table models have; found {} x {}", model,
                          input.shape[3], input.shape[2]));
}

}  // namespace

StructureV2TablePreprocessor::StructureV2TablePreprocessor()
    : ImagePreprocessor({.normalize = {.mean = {0.485F, 0.456F, 0.406F},
                                       .std = {0.229F, 0.224F, 0.225F},
                                       .scale = 1.0F / 255.0F},
                         .layout = {.normalize = true, .rgb = false, .chw = true}}) {}

void StructureV2TablePreprocessor::SetMaxLen(int max_len) {
  if (max_len < 1 || max_len > kMostLen) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("max_len: expected 1 to {} pixels, found {}", kMostLen, max_len));
  }
  max_len_ = max_len;
}

StructureV2TablePreprocessor::Geometry StructureV2TablePreprocessor::Process(
    std::span<const cv::Mat> images, Scratch* scratch, std::vector<FDTensor>* outputs) const {
  Preparation preparation = preparation_;
  preparation.steps = {
      transform::Resize{.rule = transform::SidesToMultiple{.long_side = max_len_}}};
  outputs->resize(1);
  return Prepare(images, preparation,
                 {.uneven = UnevenBatch::kPadTensor, .fixed = {max_len_, max_len_}}, scratch,
                 &outputs->front());
}

bool StructureV2TablePreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs) {
  return Run(images, outputs, 0, images->size(), {});
}

bool StructureV2TablePreprocessor::Run(std::vector<FDMat>* images, std::vector<FDTensor>* outputs,
                                       size_t start, size_t end, const std::vector<int>& indices) {
  return OrLog([&] {
    Scratch scratch;
    const std::vector<cv::Mat> part = LinesOf(UnwrapMat(*images), start, end, indices);
    infos_ = InfosOf(Process(part, &scratch, outputs));
  });
}

std::vector<StructureV2TablePreprocessor::ImageInfo> StructureV2TablePreprocessor::InfosOf(
    const Geometry& images) {
  std::vector<ImageInfo> infos;
  for (const auto& image : images) {
    infos.push_back(
        {image.original.width, image.original.height, image.scaled.width, image.scaled.height});
  }
  return infos;
}

StructureV2Table StructureV2Table::Open(const ModelFiles& files, const RuntimeOption& option) {
  const RuntimeOption chosen = OptionFor(files, option);
  const ModelFile model = OpenModelFile(chosen);
  std::optional<Yaml> yaml;
  if (!files.config.empty()) yaml = Yaml::Load(files.config);
  StructureV2TablePreprocessor preprocessor;
  StructureV2TablePostprocessor postprocessor(FindDictionary(files, model, yaml));
  if (yaml) {
    const TableDialect dialect = ReadTable(*yaml);
    if (dialect.max_len) preprocessor.SetMaxLen(*dialect.max_len);
    postprocessor.SetMergeNoSpanStructure(dialect.merge_no_span_structure);
    postprocessor.SetBoxShape(dialect.box_shape);
  }
  Runtime runtime = Runtime::Load(chosen, model);
  if (runtime.NumOutputs() != 2) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("{} is no model of the structure of tables: expected two outputs, "
                            "found {}",
                            model.Name(), runtime.NumOutputs()));
  }
  const std::vector<int> classes = runtime.GetOutputInfo(1).shape;
  if (classes.size() == 3 && classes[2] > 0) {
    postprocessor.RequireClasses(static_cast<size_t>(classes[2]), model.Name());
  }
  const auto side = FixedSide(runtime.GetInputInfo(0), model.Name());
  if (side) preprocessor.SetMaxLen(*side);
  return {std::move(preprocessor), std::move(runtime), std::move(postprocessor)};
}

bool StructureV2Table::Predict(const cv::Mat& image, std::vector<std::array<int, 8>>* boxes_result,
                               std::vector<std::string>* structure_result) {
  return OrLog([&] {
    OCRResult result = Predict(image);
    *boxes_result = std::move(result.table_boxes);
    *structure_result = std::move(result.table_structure);
  });
}

bool StructureV2Table::BatchPredict(const std::vector<cv::Mat>& images,
                                    std::vector<std::vector<std::array<int, 8>>>* det_results,
                                    std::vector<std::vector<std::string>>* structure_results) {
  return OrLog([&] {
    std::vector<OCRResult> results = BatchPredict(std::span<const cv::Mat>(images));
    det_results->clear();
    structure_results->clear();
    for (OCRResult& result : results) {
      det_results->push_back(std::move(result.table_boxes));
      structure_results->push_back(std::move(result.table_structure));
    }
  });
}

}  // namespace fastdeploy::vision::ocr
