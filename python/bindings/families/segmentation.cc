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
                                  "A class for every pixel of an image, row by row.")
      .Array("label_map", &SegmentationResult::label_map, "Classes (uint8), height * width.")
      .Array("score_map", &SegmentationResult::score_map,
             "The score of each pixel's class (float32), where it was asked for; else empty.")
      .Field("shape", &SegmentationResult::shape, "[height, width] of the image.")
      .Field("contain_score_map", &SegmentationResult::contain_score_map,
             "Whether there are scores.");
}

void BindPreprocessor(nb::module_& module) {
  using Pre = PaddleSegPreprocessor;
  PreprocessorClass<Pre> pre(module, "PaddleSegPreprocessor",
                             "Images to the input of a segmentation or matting model, as the YAML "
                             "says.");
  pre.FromConfig()
      .Setting("is_vertical_screen", &Pre::GetIsVerticalScreen, &Pre::SetIsVerticalScreen,
               "Portrait images swap the width and height of a target that is wider than high.")
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
          "The tensors, and {'shape_info': [[height, width], ...]} of the images.");
}

void BindPostprocessors(nb::module_& module) {
  using Post = PaddleSegPostprocessor;
  StageClass<Post>(module, "PaddleSegPostprocessor", "Labels or scores to a class for every pixel.")
      .Setting("apply_softmax", &Post::GetApplySoftmax, &Post::SetApplySoftmax,
               "Logits become probabilities, over the classes of each pixel.")
      .Setting("store_score_map", &Post::GetIsStoreScoreMap, &Post::SetIsStoreScoreMap,
               "Keep the score of each pixel's class, where the model gives scores.")
      .Class()
      .def(
          "__init__",
          [](Shared<Post>* self, const std::filesystem::path& config_file) {
            new (self) Shared<Post>(Post(config_file.string()));
          },
          nb::arg("config_file"));
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
      "The classes in colour over a copy of the image; class 0 stays as it is.");
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
      "Everything that is not of the class background_label on another picture.");
}

}  // namespace

void families::segmentation(nb::module_& module) {
  BindResults(module);
  BindPreprocessor(module);
  BindPostprocessors(module);
  auto segmenter = ConfiguredModelClass<PaddleSegModel>(
      module, "segmentation", "PaddleSegModel",
      "A class for every pixel, with a model of PaddleSeg or PaddleX.");
  segmenter
      .def("predict", &Predict<ModelOf<PaddleSegModel>>, nb::arg("image"),
           "The classes of one image: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchPredict<ModelOf<PaddleSegModel>>, nb::arg("image_list"));
  BindDrawing(module);
}

}  // namespace fastdeploy::python
