// SPDX-License-Identifier: Apache-2.0
#include "bindings/draw.h"
#include "bindings/model.h"
#include "bindings/stage.h"
#include "families.h"
#include "fastdeploy/vision/matting/draw.h"
#include "fastdeploy/vision/matting/model.h"

namespace fastdeploy::python {

using vision::MattingResult;
using vision::matting::PPMatting;
using vision::matting::PPMattingPostprocessor;

namespace {

auto PredictWithTrimap(const ModelOf<PPMatting>& self, const Image& image,
                       const std::optional<Image>& trimap) {
  if (!trimap) return Predict(self, image);
  const Picture picture(image);
  const Picture map(*trimap, "trimap");
  return ToPython(
      self.Use([&](PPMatting& model) { return model.Predict(picture.Mat(), map.Mat()); }));
}

auto BatchPredictWithTrimaps(const ModelOf<PPMatting>& self, const std::vector<Image>& images,
                             const std::optional<std::vector<Image>>& trimaps) {
  if (!trimaps) return BatchPredict(self, images);
  const std::vector<Picture> pictures = Pictures(images);
  const std::vector<Picture> maps = Pictures(*trimaps, "trimaps");
  return ToPython(self.Use([&](PPMatting& model) {
    const std::vector<cv::Mat> mats = Mats(pictures);
    const std::vector<cv::Mat> beside = Mats(maps);
    return model.BatchPredict(std::span<const cv::Mat>(mats), std::span<const cv::Mat>(beside));
  }));
}

}  // namespace

void families::matting(nb::module_& module) {
  ResultClass<MattingResult>(module, "MattingResult",
                             "The foreground share (alpha) of every pixel of an image.")
      .DrawnBy("vis_matting")
      .Array("alpha", &MattingResult::alpha,
             "0 (background) to 1 (foreground), float32; height * width values, row by row.")
      .Array("foreground", &MattingResult::foreground,
             "Colours of the foreground (float32), for models that estimate them; PP-Matting does "
             "not.")
      .Field("shape", &MattingResult::shape, "[height, width] of the image.")
      .Field("contain_foreground", &MattingResult::contain_foreground,
             "Whether there are foreground colours.");
  StageClass<PPMattingPostprocessor>(module, "PPMattingPostprocessor",
                                     "Resizes the network's alpha to the size of the image.");
  auto matting =
      ConfiguredModelClass<PPMatting>(module, "matting", "PPMatting",
                                      "Image matting: estimates the foreground share (alpha) of "
                                      "every pixel.");
  matting
      .def("predict", &PredictWithTrimap, nb::arg("input_image"), nb::arg("trimap") = nb::none(),
           "The alpha of one image: uint8, (height, width, 3), BGR; or a picture file, or an image "
           "of Pillow. trimap, for models that take "
           "one: uint8, (height, width), 0 where there is only background, 255 where there is only "
           "foreground, another value where alpha is to be found. Raises fastdeploy.Error.")
      .def("batch_predict", &BatchPredictWithTrimaps, nb::arg("images"),
           nb::arg("trimaps") = nb::none(),
           "The results for a list of images, in order, with a trimap for each if the model takes "
           "them. Sizes may differ.")
      .def_prop_ro(
          "takes_trimap", [](const ModelOf<PPMatting>& self) { return self.Get().TakesTrimap(); },
          "Whether the model takes a trimap beside each image.");
  module.def(
      "vis_matting",
      [](const Image& image, const ResultOf<MattingResult>& result, bool transparent_background,
         float transparent_threshold, bool remove_small_connected_area) {
        const Picture picture(image, "im_data");
        return ToArray(WithoutGil([&] {
          return vision::VisMatting(picture.Mat(), result.Get(), transparent_background,
                                    transparent_threshold, remove_small_connected_area);
        }));
      },
      nb::arg("im_data"), nb::arg("matting_result"), nb::arg("transparent_background") = false,
      nb::arg("transparent_threshold") = 0.99F, nb::arg("remove_small_connected_area") = false,
      "Draws the foreground of an image (uint8, (height, width, 3), BGR) on green. With "
      "transparent_background, returns four channels (BGRA) in which pixels with an alpha below "
      "transparent_threshold are transparent. With remove_small_connected_area, only the largest "
      "connected area is foreground. Raises fastdeploy.Error.");
  module.def(
      "swap_background",
      [](const Image& image, const Image& background, const ResultOf<MattingResult>& result,
         bool remove_small_connected_area, int /*background_label*/) {
        return SwapInto(image, background, [&](const cv::Mat& im, const cv::Mat& behind) {
          return vision::SwapBackground(im, behind, result.Get(), remove_small_connected_area);
        });
      },
      nb::arg("im_data"), nb::arg("background"), nb::arg("result"),
      nb::arg("remove_small_connected_area") = false, nb::arg("background_label") = 0,
      "Draws the foreground of an image on another image, which is resized to this one. Both are "
      "uint8, (height, width, 3), BGR; or a picture file, or an image of Pillow. With "
      "remove_small_connected_area, only the largest "
      "connected area is foreground; background_label is not used. Raises fastdeploy.Error.");
}

}  // namespace fastdeploy::python
