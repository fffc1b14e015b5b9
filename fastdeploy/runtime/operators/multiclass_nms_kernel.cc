// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "fastdeploy/runtime/operators/internal/rows.h"
#include "fastdeploy/runtime/operators/multiclass_nms.h"

namespace fastdeploy {
namespace {

/// What Paddle's operators give beside the rows of the boxes differs between their versions.
class MulticlassNmsKernel : public Kernel {
 public:
  explicit MulticlassNmsKernel(const nlohmann::json& attributes)
      : attributes_{.background_label = attributes.at("background_label"),
                    .keep_top_k = attributes.at("keep_top_k"),
                    .nms_eta = attributes.at("nms_eta"),
                    .nms_threshold = attributes.at("nms_threshold"),
                    .nms_top_k = attributes.at("nms_top_k"),
                    .normalized = attributes.at("normalized"),
                    .score_threshold = attributes.at("score_threshold")},
        one_image_(attributes.value("one_image", false)),
        marks_empty_(attributes.value("marks_empty", false)) {}

  void Run(std::span<const KernelInput> inputs, KernelOutputs* outputs) const override {
    const bool of_images = inputs.size() < 3 || inputs[2].data == nullptr;
    const std::vector<NmsInput> images = of_images ? Images(inputs) : ImagesOfRois(inputs);
    CheckInputs(images.size() == 1 || !one_image_, inputs);
    const size_t box_size = of_images ? static_cast<size_t>(inputs[0].dims[2]) : 4;
    std::vector<float> rows;
    std::vector<int32_t> places;
    std::vector<int32_t> counts;
    size_t offset = 0;
    for (const NmsInput& image : images) {
      const std::vector<NmsSelection> kept = MulticlassNms(image, attributes_);
      for (const NmsSelection& selection : kept) {
        const auto label = static_cast<size_t>(selection.label);
        const float* box = image.Box(selection.box, label);
        rows.insert(rows.end(), {static_cast<float>(selection.label), selection.score});
        rows.insert(rows.end(), box, box + box_size);
        const size_t place =
            image.SharesBoxes() ? selection.box : selection.box * image.classes + label;
        places.push_back(static_cast<int32_t>(offset + place));
      }
      counts.push_back(static_cast<int32_t>(kept.size()));
      offset += image.count * (image.SharesBoxes() ? 1 : image.classes);
    }
    const auto kept = static_cast<int64_t>(places.size());
    if (kept == 0 && marks_empty_) {
      outputs->Make<float>(0, {1, 1})[0] = -1;
      counts = {1};
    } else {
      std::ranges::copy(
          rows, outputs->Make<float>(0, {kept, static_cast<int64_t>(box_size) + 2}).begin());
    }
    std::ranges::copy(places, outputs->Make<int32_t>(1, {kept, 1}).begin());
    const auto count = static_cast<int64_t>(counts.size());
    std::ranges::copy(counts, outputs->Make<int32_t>(2, {count}).begin());
  }

 private:
  static std::vector<NmsInput> Images(std::span<const KernelInput> inputs) {
    const std::vector<int64_t>& boxes = inputs[0].dims;
    const std::vector<int64_t>& scores = inputs[1].dims;
    CheckInputs(boxes.size() == 3 && scores.size() == 3 && boxes[0] == scores[0] &&
                    boxes[1] == scores[2] && (boxes[2] == 4 || boxes[2] == 8),
                inputs);
    const auto classes = static_cast<size_t>(scores[1]);
    const auto count = static_cast<size_t>(scores[2]);
    const auto box_size = static_cast<size_t>(boxes[2]);
    std::vector<NmsInput> images;
    for (size_t i = 0; i < static_cast<size_t>(scores[0]); ++i) {
      images.push_back(NmsInput::OfSharedBoxes(
          inputs[0].Values<float>().data() + i * count * box_size,
          inputs[1].Values<float>().data() + i * classes * count, count, classes, box_size));
    }
    return images;
  }

  static std::vector<NmsInput> ImagesOfRois(std::span<const KernelInput> inputs) {
    const std::vector<int64_t>& boxes = inputs[0].dims;
    const std::vector<int64_t>& scores = inputs[1].dims;
    CheckInputs(boxes.size() == 3 && scores.size() == 2 && boxes[0] == scores[0] &&
                    boxes[1] == scores[1] && boxes[2] == 4,
                inputs);
    const auto classes = static_cast<size_t>(scores[0]);
    const auto rois = static_cast<size_t>(scores[1]);
    std::vector<NmsInput> images;
    size_t first = 0;
    for (const int32_t signed_count : inputs[2].Values<int32_t>()) {
      const auto count = static_cast<size_t>(std::max(signed_count, 0));
      CheckInputs(count <= rois - first, inputs);
      images.push_back({.boxes = inputs[0].Values<float>().data() + first * 4,
                        .scores = inputs[1].Values<float>().data() + first,
                        .count = count,
                        .classes = classes,
                        .box_size = 4,
                        .box_step = 4,
                        .box_class_step = rois * 4,
                        .score_step = 1,
                        .score_class_step = rois});
      first += count;
    }
    return images;
  }

  NmsAttributes attributes_;
  bool one_image_;    ///< refuses batches: the images of boxes would not be known
  bool marks_empty_;  ///< without a box that is kept, gives a row of one number: -1
};

}  // namespace

OperatorRow MulticlassNmsRow() {
  return {.name = "MulticlassNms",
          .inputs = {{.dtype = kFloat32, .rank = 3},
                     {.dtype = kFloat32, .rank = 3},
                     {.dtype = kInt32, .rank = 1, .optional = true}},
          .outputs = {{.dtype = kFloat32, .rank = 2},
                      {.dtype = kInt32, .rank = 2},
                      {.dtype = kInt32, .rank = 1}},
          .make = MakeKernelOf<MulticlassNmsKernel>};
}

}  // namespace fastdeploy
