// SPDX-License-Identifier: Apache-2.0
//
// Interprets the inference.yml of PaddleX's text detectors and recognisers, as PaddleX 3 does.

#include "fastdeploy/vision/ocr/internal/dialect.h"

#include "fastdeploy/vision/transform/internal/yaml_fields.h"

namespace fastdeploy::vision::ocr {
namespace {

/// Some versions of the detectors of general text, which PaddleX's detector limits by the longer
/// side.
bool IsVersion(const std::string& name, const std::vector<std::string>& versions) {
  for (const std::string& version : versions) {
    if (name.starts_with(fmt::format("PP-OCRv{}_", version)) && name.ends_with("_det") &&
        !name.ends_with("_seal_det")) {
      return true;
    }
  }
  return false;
}

/// The size for a model whose YAML does not say it.
DetectionSize SizeFor(const std::string& name) {
  if (IsVersion(name, {"5", "6"})) return {"min", 64, {}};  // of PaddleOCR 3's pipeline
  if (name.empty() || IsVersion(name, {"2", "3", "4"})) return {"max", 960, {}};
  return {"min", 736, {}};
}

constexpr int kStockLongSide = 960;  // what all exports of PP-OCRv3 to v6 say

DetectionSize ReadDetectionSize(const Yaml& op, const std::string& name) {
  DetectionSize size = SizeFor(name);
  if (op.Has("image_shape")) {
    size.shape = ReadSize(op.At("image_shape"), SizeOrder::kHeightWidth);
    if (op.Get<bool>("keep_ratio", false)) size.shape->width = -1;
    return size;
  }
  const bool limit = op.Has("limit_side_len");
  if (limit) {
    size = {"min", ReadPositive(op, "limit_side_len"), {}};
  } else if (op.Has("resize_long")) {
    const int longer = ReadPositive(op, "resize_long");
    if (longer == kStockLongSide && IsVersion(name, {"5", "6"})) return size;
    const bool max = name.empty() || IsVersion(name, {"2", "3", "4", "5", "6"});
    size = {max ? "max" : "min", longer, {}};
  }
  if (op.Has("limit_type")) {
    size.limit_type = op.Get<std::string>("limit_type");
    if (size.limit_type != "min" && size.limit_type != "max" && size.limit_type != "resize_long") {
      op.At("limit_type")
          .FailUnsupported(fmt::format("'{}': expected min, max or resize_long", size.limit_type));
    }
  }
  return size;
}

transform::Normalize ReadNormalizeImage(const Yaml& op) {
  constexpr transform::Normalize kImageNet = {
      .mean = {0.485F, 0.456F, 0.406F}, .std = {0.229F, 0.224F, 0.225F}, .scale = kPixelScale};
  return ReadNormalize(op, kImageNet, ReadScale(op));
}

/// A number within bounds. Those of this file are such that no real model meets them.
template <typename T>
T ReadWithin(const Yaml& op, const std::string& key, T fallback, T least, T most) {
  if (!op.Has(key)) return fallback;
  const T value = op.Get<T>(key);
  if (value >= least && value <= most) return value;
  op.At(key).Fail(fmt::format("{} is not a number from {} to {}", value, least, most));
}

}  // namespace

std::vector<std::pair<std::string, Yaml>> Operators(const Yaml& yaml) {
  std::vector<std::pair<std::string, Yaml>> operators;
  if (!yaml.Has("PreProcess") || !yaml.At("PreProcess").Has("transform_ops")) return operators;
  for (const Yaml& item : yaml.At("PreProcess").At("transform_ops").Items()) {
    const std::string name = item.OnlyKey();
    if (name.ends_with("LabelEncode") || name == "KeepKeys" || name == "ToCHWImage") continue;
    operators.emplace_back(name, item.Has(name) ? item.At(name) : item);
  }
  return operators;
}

std::string ModelNameOf(const Yaml& yaml) {
  return yaml.Has("Global") ? yaml.At("Global").Get<std::string>("model_name", "") : "";
}

DetectorPreparation ReadDetectorPreparation(const Yaml& yaml) {
  const std::string model = ModelNameOf(yaml);
  DetectorPreparation preparation = {.size = SizeFor(model)};
  for (const auto& [name, op] : Operators(yaml)) {
    if (name == "DetResizeForTest") {
      preparation.size = ReadDetectionSize(op, model);
    } else if (name == "NormalizeImage") {
      preparation.normalize = ReadNormalizeImage(op);
    } else if (name == "DecodeImage") {
      preparation.rgb = op.Get<std::string>("img_mode", "BGR") == "RGB";
    } else {
      op.FailUnsupported(fmt::format("unknown operator '{}'", name));
    }
  }
  return preparation;
}

DBSettings ReadDBSettings(const Yaml& yaml) {
  DBSettings settings;
  if (!yaml.Has("PostProcess")) return settings;
  const Yaml post = yaml.At("PostProcess");
  settings.thresh = ReadWithin(post, "thresh", settings.thresh, 0.0F, 1.0F);
  settings.box_thresh = ReadWithin(post, "box_thresh", settings.box_thresh, 0.0F, 1.0F);
  settings.unclip_ratio =
      ReadWithin(post, "unclip_ratio", settings.unclip_ratio, 0.0F, kMaxUnclipRatio);
  settings.max_candidates =
      ReadWithin(post, "max_candidates", settings.max_candidates, 0, kMaxCandidates);
  settings.use_dilation = post.Get<bool>("use_dilation", false);
  const auto mode = post.Get<std::string>("score_mode", "fast");
  if (mode != "fast" && mode != "slow") {
    post.At("score_mode").FailUnsupported(fmt::format("'{}': expected fast or slow", mode));
  }
  settings.slow_score = mode == "slow";
  if (post.Get<std::string>("box_type", "quad") != "quad") {
    post.At("box_type").FailUnsupported("only quad is supported, not polygons of curved text");
  }
  return settings;
}

TableDialect ReadTable(const Yaml& yaml) {
  TableDialect table;
  for (const auto& [name, op] : Operators(yaml)) {
    if (name == "ResizeTableImage" && op.Has("max_len"))
      table.max_len = ReadPositive(op, "max_len");
  }
  if (yaml.Has("PostProcess")) {
    table.merge_no_span_structure =
        yaml.At("PostProcess").Get<bool>("merge_no_span_structure", true);
  }
  if (ModelNameOf(yaml) == "SLANet") table.box_shape = "ori";
  return table;
}

std::vector<std::string> ReadCharacters(const Yaml& yaml) {
  if (!yaml.Has("PostProcess") || !yaml.At("PostProcess").Has("character_dict")) return {};
  return yaml.At("PostProcess").Get<std::vector<std::string>>("character_dict");
}

}  // namespace fastdeploy::vision::ocr
