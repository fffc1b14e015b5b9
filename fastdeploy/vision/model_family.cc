// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/model_family.h"

#include <filesystem>

#include "fastdeploy/runtime/model_folder.h"
#include "fastdeploy/vision/yaml.h"

namespace fastdeploy::vision {
namespace {

/// The name of an operator that turns outputs to results; "" where there is none.
std::string PostProcessName(const Yaml& yaml) {
  if (!yaml.Has("PostProcess") || !yaml.At("PostProcess").Has("name")) return "";
  return yaml.At("PostProcess").Get<std::string>("name");
}

bool IsFolder(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

}  // namespace

std::string Str(ModelFamily family) {
  switch (family) {
    case ModelFamily::kClassification:
      return "classification";
    case ModelFamily::kFeature:
      return "feature";
    case ModelFamily::kTextDetection:
      return "text detection";
    case ModelFamily::kTextRecognition:
      return "text recognition";
    case ModelFamily::kOcr:
      return "OCR";
    case ModelFamily::kDetection:
      return "detection";
    case ModelFamily::kSegmentation:
      return "segmentation";
    default:
      return "unknown";
  }
}

ModelFamily FamilyOfConfig(const std::string& config_file) {
  const Yaml yaml = Yaml::Load(config_file);
  const std::string post_process = PostProcessName(yaml);
  if (post_process == "DBPostProcess") return ModelFamily::kTextDetection;
  if (post_process == "CTCLabelDecode") return ModelFamily::kTextRecognition;
  if (yaml.Has("RecPreProcess")) return ModelFamily::kFeature;
  if (yaml.Has("Deploy")) return ModelFamily::kSegmentation;
  // PaddleDetection lists its steps under Preprocess, PaddleClas under PreProcess.
  if (yaml.Has("arch") && yaml.Has("Preprocess")) return ModelFamily::kDetection;
  const bool topk = yaml.Has("PostProcess") && yaml.At("PostProcess").Has("Topk");
  if (topk && yaml.Has("PreProcess")) return ModelFamily::kClassification;
  return ModelFamily::kUnknown;
}

ModelFamily FamilyOfFolder(const std::string& folder) {
  const std::filesystem::path path(folder);
  if (IsFolder(path / "det") && IsFolder(path / "rec")) return ModelFamily::kOcr;
  const ModelFolder files = FindModelFolder(folder);
  return files.config.empty() ? ModelFamily::kUnknown : FamilyOfConfig(files.config);
}

}  // namespace fastdeploy::vision
