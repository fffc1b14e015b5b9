// SPDX-License-Identifier: Apache-2.0
#include "bindings/draw.h"
#include "bindings/model.h"
#include "bindings/preprocessor.h"
#include "families.h"
#include "fastdeploy/vision/segmentation/draw.h"
#include "fastdeploy/vision/segmentation/model.h"

namespace fastdeploy::python {
namespace {

using vision::SegmentationResult;
using vision::segmentation::ImgsInfo;
using vision::segmentation::PaddleSegModel;
using vision::segmentation::PaddleSegPostprocessor;
using vision::segmentation::PaddleSegPreprocessor;

void BindResults(nb::module_& module) {
  ResultClass<SegmentationResult>(module, "SegmentationResult",
                                  "The class of every pixel of an image.")
      .DrawnBy("vis_segmentation")
      .Array("label_map", &SegmentationResult::label_map,
             "Class numbers (uint8); height * width values, row by row.")
      .Array("score_map", &SegmentationResult::score_map,
             "The score of each pixel's class (float32), row by row; empty unless the "
             "postprocessor's store_score_map is set.")
      .Field("shape", &SegmentationResult::shape, "[height, width] of the image.")
      .Field("contain_score_map", &SegmentationResult::contain_score_map,
             "Whether there are scores.");
}

void BindPreprocessor(nb::module_& module) {
  using Pre = PaddleSegPreprocessor;
  PreprocessorClass<Pre> pre(module, "PaddleSegPreprocessor",
                             "Turns images into the input tensor of a segmentation or matting "
                             "model, as the exporter's YAML specifies.");
  pre.FromConfig()
      .Setting("is_vertical_screen", &Pre::GetIsVerticalScreen, &Pre::SetIsVerticalScreen,
               "For portrait images: swap the width and height of a target that is wider than "
               "high. The model must accept both sizes.")
      .Class()
      .def(
          "run",
          [](const Shared<Pre>& self, const std::vector<Image>& images) {
            auto [tensors, geometry] = RunPreprocessor(self, images);
            ImgsInfo sizes;
            for (const auto& image : geometry) {
              sizes["shape_info"].push_back({image.original.height, image.original.width});
            }
            return std::pair(std::move(tensors), std::move(sizes));
          },
          nb::arg("input_ims"),
          "Turns N images (uint8, (height, width, 3), BGR) into a list of one float32 FDTensor of "
          "shape [N, 3, H, W]. Also returns their sizes, {'shape_info': [[height, width], ...]}. "
          "Raises fastdeploy.Error.");
}

void BindPostprocessors(nb::module_& module) {
  using Post = PaddleSegPostprocessor;
  StageClass<Post>(module, "PaddleSegPostprocessor",
                   "Turns labels or scores into the class of every pixel.")
      .Setting("apply_softmax", &Post::GetApplySoftmax, &Post::SetApplySoftmax,
               "Turn logits into probabilities, by a softmax over the classes of each pixel.")
      .Setting("store_score_map", &Post::GetIsStoreScoreMap, &Post::SetIsStoreScoreMap,
               "Keep the score of each pixel's class, if the model gives scores.")
      .Class()
      .def(
          "__init__",
          [](Shared<Post>* self, const std::filesystem::path& config_file) {
            new (self) Shared<Post>(Post(config_file.string()));
          },
          nb::arg("config_file"))
      .def(
          "run",
          [](const Shared<Post>& self, const std::vector<TensorArgument>& tensors,
             const ImgsInfo& sizes) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use([&](const Post& stage) {
              return stage.Process(outputs, Post::GeometryOf(sizes));
            }));
          },
          nb::arg("runtime_results"), nb::arg("imgs_info"),
          "Turns the network's output (a list of FDTensor) and the sizes returned by "
          "PaddleSegPreprocessor.run into N results. The sizes do not say how images were padded: "
          "use a model for YAML with padding. Raises fastdeploy.Error.");
}

void BindDrawing(nb::module_& module) {
  module.def(
      "vis_segmentation",
      [](const Image& image, const ResultOf<SegmentationResult>& result, float weight) {
        const Picture picture(image, "im_data");
        return ToArray(WithoutGil(
            [&] { return vision::VisSegmentation(picture.Mat(), result.Get(), weight); }));
      },
      nb::arg("im_data"), nb::arg("seg_result"), nb::arg("weight") = 0.5F,
      "Blends the colours of the classes over a copy of the image (uint8, (height, width, 3), "
      "BGR), with weight (0 to 1) for the colour; pixels of class 0 are not changed. Raises "
      "fastdeploy.Error.");
  module.def(
      "swap_background",
      [](const Image& image, const Image& background, const ResultOf<SegmentationResult>& result,
         bool /*remove_small_connected_area*/, int background_label) {
        return SwapInto(image, background, [&](const cv::Mat& im, const cv::Mat& behind) {
          return vision::SwapBackground(im, behind, result.Get(), background_label);
        });
      },
      nb::arg("im_data"), nb::arg("background"), nb::arg("result"),
      nb::arg("remove_small_connected_area") = false, nb::arg("background_label") = 0,
      "Replaces the background, which is every pixel of the class background_label, by another "
      "image, which is resized to this one. Both are uint8, (height, width, 3), BGR; or a picture "
      "file, or an image of Pillow. "
      "remove_small_connected_area is not used. Raises fastdeploy.Error.");
}

}  // namespace

void families::segmentation(nb::module_& module) {
  BindResults(module);
  BindPreprocessor(module);
  BindPostprocessors(module);
  auto segmenter = ConfiguredModelClass<PaddleSegModel>(
      module, "segmentation", "PaddleSegModel",
      "Semantic segmentation with a model from PaddleSeg or PaddleX.");
  Forward(segmenter, "postprocessor", {"apply_softmax"});
  Forward(segmenter, "preprocessor", {"is_vertical_screen"});
  segmenter
      .def("predict", &Predict<ModelOf<PaddleSegModel>>, nb::arg("image"),
           "The class of every pixel of one image: uint8, (height, width, 3), BGR; or a picture "
           "file, or an image of Pillow. Raises "
           "fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<ModelOf<PaddleSegModel>>, nb::arg("image_list"),
           "The results for a list of images, in order. Sizes may differ.");
  BindDrawing(module);
}

}  // namespace fastdeploy::python
