// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/segmentation/model.h"

#include <nanobind/stl/pair.h>

#include "bindings/model.h"
#include "bindings/module.h"
#include "bindings/stage.h"
#include "bindings/tensor.h"
#include "fastdeploy/vision/matting/model.h"

namespace fastdeploy::python {
namespace {

using vision::MattingResult;
using vision::SegmentationResult;
using vision::matting::PPMatting;
using vision::matting::PPMattingPostprocessor;
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
  ResultClass<MattingResult>(module, "MattingResult",
                             "How much of every pixel of an image is foreground, row by row.")
      .Array("alpha", &MattingResult::alpha, "0: background, 1: foreground (float32).")
      .Array("foreground", &MattingResult::foreground, "Colours of the foreground; mostly empty.")
      .Field("shape", &MattingResult::shape, "[height, width] of the image.")
      .Field("contain_foreground", &MattingResult::contain_foreground,
             "Whether there are colours.");
}

void BindPreprocessor(nb::module_& module) {
  using Pre = PaddleSegPreprocessor;
  StageClass<Pre>(module, "PaddleSegPreprocessor",
                  "Images to the input of a segmentation or matting model, as the YAML says.")
      .Setting("is_vertical_screen", &Pre::GetIsVerticalScreen, &Pre::SetIsVerticalScreen,
               "For upright pictures: a Resize to a lying size is to the same size standing up.")
      .Setting(
          "_layout",
          [](const Pre& stage) {
            const vision::Layout& layout = stage.GetTransforms().layout;
            return std::pair(layout.normalize, layout.chw);
          },
          [](Pre& stage, const std::pair<bool, bool>& layout) {
            if (!layout.first) stage.DisableNormalize();
            if (!layout.second) stage.DisablePermute();
          })
      .Action("disable_normalize", &Pre::DisableNormalize, "Leave values as they are (uint8).")
      .Action("disable_permute", &Pre::DisablePermute, "Leave the channels last.")
      .Class()
      .def(
          "__init__",
          [](Shared<Pre>* self, const std::filesystem::path& config_file) {
            new (self) Shared<Pre>(Pre(config_file.string()));
          },
          nb::arg("config_file"))
      .def(
          "run",
          [](const Shared<Pre>& self, const std::vector<Image>& images) {
            const std::vector<Picture> pictures = Pictures(images);
            std::vector<cv::Mat> mats = Mats(pictures);
            auto [tensors, info] = self.Use([&](const Pre& stage) {
              std::vector<FDTensor> outputs;
              Pre::Scratch scratch;
              stage.Process(mats, &scratch, &outputs);
              ImgsInfo sizes;
              for (const cv::Mat& mat : mats) sizes["shape_info"].push_back({mat.rows, mat.cols});
              return std::pair(std::move(outputs), std::move(sizes));
            });
            return std::pair(ToPython(std::move(tensors)), std::move(info));
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
  using MattingPost = PPMattingPostprocessor;
  StageClass<MattingPost>(module, "PPMattingPostprocessor", "Alpha to the size of the image.");
}

}  // namespace

void BindSegmentation(nb::module_& module) {
  BindResults(module);
  BindPreprocessor(module);
  BindPostprocessors(module);
  auto segmenter = ModelClass<PaddleSegModel>(
      module, "PaddleSegModel", "A class for every pixel, with a model of PaddleSeg or PaddleX.");
  DefineInit(segmenter, std::make_index_sequence<3>(), nb::arg("model_file"),
             nb::arg("params_file") = "", nb::arg("config_file") = "");
  segmenter
      .def("predict", &Predict<ModelOf<PaddleSegModel>>, nb::arg("image"),
           "The classes of one image: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchPredict<ModelOf<PaddleSegModel>>, nb::arg("image_list"));
  auto matting =
      ModelClass<PPMatting>(module, "PPMatting", "How much of each pixel is foreground.");
  DefineInit(matting, std::make_index_sequence<3>(), nb::arg("model_file"),
             nb::arg("params_file") = "", nb::arg("config_file") = "");
  matting
      .def("predict", &Predict<ModelOf<PPMatting>>, nb::arg("input_image"),
           "The alpha of one image: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchPredict<ModelOf<PPMatting>>, nb::arg("images"));
}

}  // namespace fastdeploy::python
