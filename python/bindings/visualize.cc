// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/visualize/visualize.h"

#include <nanobind/stl/filesystem.h>

#include "bindings/image.h"
#include "bindings/module.h"
#include "bindings/result.h"
#include "bindings/shared.h"

namespace fastdeploy::python {

void BindVisualize(nb::module_& module) {
  using vision::ClassifyResult;
  using vision::DetectionResult;
  using vision::MattingResult;
  using vision::OCRResult;
  using vision::SegmentationResult;
  module.def(
      "vis_classification",
      [](const Image& image, const ResultOf<ClassifyResult>& result,
         const std::vector<std::string>& labels, int top_k, float score_threshold,
         float font_size) {
        const Picture picture(image, "im_data");
        return ToArray(WithoutGil([&] {
          return vision::VisClassification(picture.Mat(), result.Get(), labels, top_k,
                                           score_threshold, font_size);
        }));
      },
      nb::arg("im_data"), nb::arg("classify_result"), nb::arg("labels") = nb::list(),
      nb::arg("top_k") = 5, nb::arg("score_threshold") = 0.0F, nb::arg("font_size") = 0.5F,
      "The best classes drawn into a copy of the image.");
  module.def(
      "vis_detection",
      [](const Image& image, const ResultOf<DetectionResult>& result,
         const std::vector<std::string>& labels, float score_threshold, int line_size,
         float font_size, const std::vector<int>& font_color, int font_thickness) {
        const Picture picture(image, "im_data");
        return ToArray(WithoutGil([&] {
          return vision::VisDetection(picture.Mat(), result.Get(), labels, score_threshold,
                                      line_size, font_size, font_color, font_thickness);
        }));
      },
      nb::arg("im_data"), nb::arg("det_result"), nb::arg("labels") = nb::list(),
      nb::arg("score_threshold") = 0.0F, nb::arg("line_size") = 1, nb::arg("font_size") = 0.5F,
      nb::arg("font_color") = std::vector<int>{255, 255, 255}, nb::arg("font_thickness") = 1,
      "The objects as boxes in the colours of their classes, masks blended in, over a copy of the "
      "image; those with a score below score_threshold are left out.");
  module.def(
      "vis_ppocr",
      [](const Image& image, const ResultOf<OCRResult>& result,
         const std::filesystem::path& font_file, float score_threshold) {
        const Picture picture(image, "im_data");
        return ToArray(WithoutGil([&] {
          return font_file.empty() ? vision::VisOcr(picture.Mat(), result.Get(), score_threshold)
                                   : vision::VisOcr(picture.Mat(), result.Get(), font_file.string(),
                                                    score_threshold);
        }));
      },
      nb::arg("im_data"), nb::arg("det_result"), nb::arg("font_file") = "",
      nb::arg("score_threshold") = 0.0F,
      "The lines of text as boxes in a copy of the image; with a font file, beside a page that "
      "shows what was read.");
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
      "The foreground on green, or, with transparent_background, as BGRA.");
  const auto swap = [](const Image& image, const Image& background, const auto& call) {
    const Picture picture(image, "im_data");
    const Picture behind(background, "background");
    return ToArray(WithoutGil([&] { return call(picture.Mat(), behind.Mat()); }));
  };
  module.def(
      "swap_background",
      [swap](const Image& image, const Image& background, const ResultOf<MattingResult>& result,
             bool remove_small_connected_area, int /*background_label*/) {
        return swap(image, background, [&](const cv::Mat& im, const cv::Mat& behind) {
          return vision::SwapBackground(im, behind, result.Get(), remove_small_connected_area);
        });
      },
      nb::arg("im_data"), nb::arg("background"), nb::arg("result"),
      nb::arg("remove_small_connected_area") = false, nb::arg("background_label") = 0,
      "The foreground on another picture.");
  module.def(
      "swap_background",
      [swap](const Image& image, const Image& background,
             const ResultOf<SegmentationResult>& result, bool /*remove_small_connected_area*/,
             int background_label) {
        return swap(image, background, [&](const cv::Mat& im, const cv::Mat& behind) {
          return vision::SwapBackground(im, behind, result.Get(), background_label);
        });
      },
      nb::arg("im_data"), nb::arg("background"), nb::arg("result"),
      nb::arg("remove_small_connected_area") = false, nb::arg("background_label") = 0,
      "Everything that is not of the class background_label on another picture.");
}

}  // namespace fastdeploy::python
