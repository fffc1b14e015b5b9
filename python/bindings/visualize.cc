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
  using vision::OCRResult;
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
}

}  // namespace fastdeploy::python
