// SPDX-License-Identifier: Apache-2.0
//
// Suppression of boxes, proposals, and pooling of regions: operators of our own domain
// (runtime/operators) where ONNX has none with Paddle's results.
//
// Older operators say how many boxes each image has in a tensor's LoD, which ONNX has not. Those
// that are translated without these numbers take one image.

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "fastdeploy/runtime/formats/onnx/rule.h"
#include "fastdeploy/runtime/formats/onnx/translation.h"

namespace fastdeploy::onnx {
namespace {

using nlohmann::json;

Names EmitOwn(Op& op, const std::string& type, const Names& inputs, size_t outputs,
              const json& attributes) {
  return op.EmitMany("fastdeploy:" + type, inputs, outputs, {{"attributes", attributes.dump()}});
}

/// The kernels compute with float32.
std::string Float32(Op& op, std::string_view operand, size_t i = 0) {
  const DType dtype = op.TypeOf(operand, i);
  if (dtype != kFloat32) op.Refuse(fmt::format("'{}' of {}", operand, DTypeName(dtype)));
  return op.In(operand, i);
}

std::string Counts(Op& op) {
  if (!op.Has("counts")) op.Refuse("the numbers of boxes of images as LoD");
  return op.InAs("counts", kInt32);
}

Results MulticlassNms(Op& op) {
  const json attributes = {{"background_label", op.Int("background_label")},
                           {"keep_top_k", op.Int("keep_top_k")},
                           {"nms_eta", op.Float("nms_eta", 1)},
                           {"nms_threshold", op.Float("nms_threshold")},
                           {"nms_top_k", op.Int("nms_top_k")},
                           {"normalized", op.Bool("normalized", true)},
                           {"score_threshold", op.Float("score_threshold")},
                           {"marks_empty", !op.HasOutput(1)},
                           {"one_image", !op.HasOutput(2)}};
  std::string boxes = Float32(op, "boxes");
  std::string scores = Float32(op, "scores");
  if (op.RankOf("scores") == 2) {  // boxes of their own for every class: the classes first
    const std::string counts = Counts(op);
    boxes = op.Transpose(boxes, {1, 0, 2});
    scores = op.Transpose(scores, {1, 0});
    return FromNames(EmitOwn(op, "MulticlassNms", {boxes, scores, counts}, 3, attributes));
  }
  return FromNames(EmitOwn(op, "MulticlassNms", {boxes, scores}, 3, attributes));
}

Results MatrixNms(Op& op) {
  const json attributes = {{"background_label", op.Int("background_label")},
                           {"gaussian_sigma", op.Float("gaussian_sigma")},
                           {"keep_top_k", op.Int("keep_top_k")},
                           {"nms_top_k", op.Int("nms_top_k")},
                           {"one_image", !op.HasOutput(2)},
                           {"normalized", op.Bool("normalized", true)},
                           {"post_threshold", op.Float("post_threshold")},
                           {"score_threshold", op.Float("score_threshold")},
                           {"use_gaussian", op.Bool("use_gaussian")}};
  const Names inputs = {Float32(op, "boxes"), Float32(op, "scores")};
  return FromNames(EmitOwn(op, "MatrixNms", inputs, 3, attributes));
}

Results Nms(Op& op) {
  const json attributes = {{"threshold", op.Float("threshold|iou_threshold")}};
  return FromNames(EmitOwn(op, "Nms", {Float32(op, "boxes")}, 1, attributes));
}

Results GenerateProposals(Op& op) {
  const json attributes = {{"eta", op.Float("eta")},
                           {"min_size", op.Float("min_size")},
                           {"nms_thresh", op.Float("nms_thresh")},
                           {"one_image", !op.HasOutput(2)},
                           {"pixel_offset", op.Bool("pixel_offset", true)},
                           {"post_nms_top_n", op.Int("post_nms_top_n|post_nms_topN")},
                           {"pre_nms_top_n", op.Int("pre_nms_top_n|pre_nms_topN")}};
  // inference.json declares the numbers of boxes as float32.
  if (op.HasOutput(2)) op.Whole().CorrectType(op.Outputs()[2], kInt32);
  const Names inputs = {Float32(op, "scores"), Float32(op, "deltas"), Float32(op, "sizes"),
                        op.Reshape(Float32(op, "anchors"), {-1, 4}),
                        op.Reshape(Float32(op, "variances"), {-1, 4})};
  return FromNames(EmitOwn(op, "GenerateProposals", inputs, 3, attributes));
}

/// A list of boxes and a list of their numbers per image, one for each level, and a list of places.
Results DistributeFpnProposals(Op& op) {
  const int64_t levels = op.Int("max_level") - op.Int("min_level") + 1;
  if (levels < 1 || levels > 64) op.Refuse(fmt::format("{} levels", levels));
  const json attributes = {{"max_level", op.Int("max_level")},
                           {"min_level", op.Int("min_level")},
                           {"pixel_offset", op.Bool("pixel_offset", true)},
                           {"refer_level", op.Int("refer_level")},
                           {"refer_scale", op.Int("refer_scale")}};
  const Names out =
      EmitOwn(op, "DistributeFpnProposals", {Float32(op, "boxes"), Counts(op)}, 3, attributes);
  const std::string sizes =
      op.Emit("ReduceSum", {op.Cast(out[2], kInt64), op.Vector({1})}, {{"keepdims", 0}});
  const std::string ends = op.Emit("CumSum", {sizes, op.Integer(0)});
  const std::string starts = op.Emit("Sub", {ends, sizes});
  Results results;
  for (int64_t level = 0; level < levels; ++level) {
    const std::string start = op.Slice(starts, 0, level, level + 1);
    const std::string end = op.Slice(ends, 0, level, level + 1);
    results.emplace_back(op.Emit("Slice", {out[0], start, end, op.Vector({0})}));
  }
  if (op.OutputCount() > static_cast<size_t>(levels) + 1) {
    for (int64_t level = 0; level < levels; ++level) {
      results.emplace_back(op.Squeeze(op.Slice(out[2], 0, level, level + 1), {0}));
    }
  }
  results.emplace_back(out[1]);
  return results;
}

Results CollectFpnProposals(Op& op) {
  if (!op.Has("counts")) op.Refuse("the numbers of boxes of images as LoD");
  Names boxes;
  Names scores;
  Names counts;
  for (size_t i = 0; i < op.Count("boxes"); ++i) {
    boxes.push_back(Float32(op, "boxes", i));
    scores.push_back(op.Reshape(Float32(op, "scores", i), {-1, 1}));
    counts.push_back(op.Reshape(op.InAs("counts", kInt32, i), {1, -1}));
  }
  const json attributes = {{"post_nms_topn", op.Int("post_nms_topn|post_nms_topN")}};
  return FromNames(EmitOwn(op, "CollectFpnProposals",
                           {op.Concat(boxes, 0), op.Concat(scores, 0), op.Concat(counts, 0)}, 2,
                           attributes));
}

/// The image of each box: how many images end before it.
std::string ImageOfBoxes(Op& op) {
  const std::string counts = op.Cast(Counts(op), kInt64);
  const std::string ends = op.Emit("CumSum", {counts, op.Integer(0)});
  const std::string boxes = op.Unsqueeze(op.Range(op.ScalarSizeOf(op.In("boxes"), 0)), {1});
  const std::string after = op.Cast(op.Emit("GreaterOrEqual", {boxes, ends}), kInt64);
  return op.Emit("ReduceSum", {after, op.Vector({1})}, {{"keepdims", 0}});
}

/// Boxes [R, 4]. OpenVINO wants to know the 4 before the model runs.
std::string Boxes(Op& op) { return op.Reshape(Float32(op, "boxes"), {-1, 4}); }

/// Without a sampling_ratio, larger boxes have more samples, and those without an area none: Paddle
/// divides by their number. ONNX Runtime gives 0 for them.
Results RoiAlign(Op& op) {
  const bool aligned = op.Bool("aligned");
  const int64_t samples = std::max<int64_t>(op.Int("sampling_ratio"), 0);
  const std::string boxes = Boxes(op);
  const std::string out =
      op.Emit("RoiAlign", {Float32(op, "x"), boxes, ImageOfBoxes(op)},
              {{"coordinate_transformation_mode", aligned ? "half_pixel" : "output_half_pixel"},
               {"output_height", op.Int("pooled_height")},
               {"output_width", op.Int("pooled_width")},
               {"sampling_ratio", samples},
               {"spatial_scale", op.Float("spatial_scale")}});
  if (!aligned || samples > 0) return {out};
  const std::string sizes = op.Emit("Sub", {op.Slice(boxes, 1, 2, 4), op.Slice(boxes, 1, 0, 2)});
  const std::string shortest = op.Emit("ReduceMin", {sizes, op.Vector({1})}, {{"keepdims", 0}});
  const std::string empty = op.Emit("LessOrEqual", {shortest, op.Number(0, kFloat32)});
  return {op.Emit("Where", {op.Unsqueeze(empty, {1, 2, 3}), op.Number(NAN, kFloat32), out})};
}

Results RoiPool(Op& op) {
  const std::string images = op.Unsqueeze(op.Cast(ImageOfBoxes(op), kFloat32), {1});
  return {op.Emit("MaxRoiPool", {Float32(op, "x"), op.Concat({images, Boxes(op)}, 1)},
                  {{"pooled_shape", Ints{op.Int("pooled_height"), op.Int("pooled_width")}},
                   {"spatial_scale", op.Float("spatial_scale")}})};
}

Results PsroiPool(Op& op) {
  const json attributes = {{"output_channels", op.Int("output_channels")},
                           {"pooled_height", op.Int("pooled_height")},
                           {"pooled_width", op.Int("pooled_width")},
                           {"spatial_scale", op.Float("spatial_scale")}};
  const Names inputs = {Float32(op, "x"), Float32(op, "boxes"), Counts(op)};
  return FromNames(EmitOwn(op, "PsroiPool", inputs, 1, attributes));
}

constexpr const char* kRegions = "x:X boxes:ROIs counts:RoisNum -> Out";

constexpr Rule kRules[] = {
    {"multiclass_nms3|multiclass_nms3 multiclass_nms2 multiclass_nms",
     "boxes:BBoxes scores:Scores counts:RoisNum -> Out Index NmsRoisNum", MulticlassNms},
    {"matrix_nms", "boxes:BBoxes scores:Scores -> Out Index RoisNum", MatrixNms},
    {"nms", "boxes:Boxes -> KeepBoxesIdxs", Nms},
    {"generate_proposals|generate_proposals_v2",
     "scores:Scores deltas:BboxDeltas sizes:ImShape anchors:Anchors variances:Variances -> RpnRois "
     "RpnRoiProbs RpnRoisNum",
     GenerateProposals},
    {"distribute_fpn_proposals",
     "boxes:FpnRois counts:RoisNum -> *MultiFpnRois *MultiLevelRoIsNum RestoreIndex",
     DistributeFpnProposals},
    {"collect_fpn_proposals",
     "boxes:*MultiLevelRois scores:*MultiLevelScores counts:*MultiLevelRoIsNum -> FpnRois RoisNum",
     CollectFpnProposals},
    {"roi_align", kRegions, RoiAlign},
    {"roi_pool", kRegions, RoiPool},
    {"psroi_pool", kRegions, PsroiPool},
};

}  // namespace

std::span<const Rule> DetectionRules() { return kRules; }

}  // namespace fastdeploy::onnx
