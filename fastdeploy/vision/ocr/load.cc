// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <opencv2/core.hpp>

#include "fastdeploy/core/error.h"

namespace fastdeploy::vision::ocr {

ModelFolder FindFiles(const std::string& model_file, const std::string& params_file,
                      const RuntimeOption& option) {
  if (option.model_from_memory_) return {model_file, params_file, ""};
  return FindModel(model_file, params_file);
}

Runtime LoadRuntime(const std::string& model_file, const std::string& params_file,
                    RuntimeOption option, ModelFormat format) {
  option.model_file = model_file;
  option.params_file = params_file;
  option.model_format = format;
  return Runtime::Load(option);
}

std::string FindDictionaryFile(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".txt") found.push_back(entry.path().string());
  }
  if (found.size() > 1) {
    std::sort(found.begin(), found.end());
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("more than one dictionary: {}, {}", found[0], found[1]));
  }
  return found.empty() ? "" : found.front();
}

std::optional<std::string> ConfigBeside(const std::string& model_file,
                                        const RuntimeOption& option) {
  if (option.model_from_memory_) return std::nullopt;
  const auto config = std::filesystem::path(model_file).parent_path() / "inference.yml";
  std::error_code ignored;
  if (!std::filesystem::exists(config, ignored)) return std::nullopt;
  return config.string();
}

const FDTensor& CheckOutput(std::span<const FDTensor> outputs, const std::vector<int>& shape,
                            size_t images) {
  if (outputs.empty()) throw Error(ErrorKind::kInvalidArgument, "the model has no output");
  const FDTensor& output = outputs.front();
  const bool fits = std::equal(output.shape.begin(), output.shape.end(), shape.begin(), shape.end(),
                               [](int64_t dim, int want) { return want == -1 || dim == want; });
  if (!fits || output.shape[0] != static_cast<int64_t>(images)) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("output '{}' of shape {} does not fit a batch of {}: is this the right "
                            "model?",
                            output.name, ShapeString(output.shape), images));
  }
  const std::span<const float> values = output.As<float>();
  const cv::Mat all(1, static_cast<int>(values.size()), CV_32F, const_cast<float*>(values.data()));
  if (!cv::checkRange(all)) {
    throw Error(ErrorKind::kRuntime, fmt::format("output '{}' holds NaN or infinity", output.name));
  }
  return output;
}

Normalize MakeNormalize(const std::vector<float>& mean, const std::vector<float>& std,
                        bool is_scale) {
  if (mean.size() != 3 || std.size() != 3 || std::count(std.begin(), std.end(), 0.0F) > 0) {
    throw Error(ErrorKind::kInvalidArgument,
                "SetNormalize: mean and std take three numbers each, std none of 0");
  }
  return {{mean[0], mean[1], mean[2]}, {std[0], std[1], std[2]}, is_scale ? 1.0F / 255.0F : 1.0F};
}

}  // namespace fastdeploy::vision::ocr
