// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/ocr/structurev2_layout.h"

#include "bindings/model.h"
#include "bindings/preprocessor.h"
#include "families.h"

namespace fastdeploy::python {
namespace {

using vision::ocr::StructureV2Layout;

void BindPreprocessor(nb::module_& module) {
  using Pre = vision::ocr::StructureV2LayoutPreprocessor;
  PreprocessorClass<Pre> type(module, "StructureV2LayoutPreprocessor",
                              "Turns pages into the input tensor of a layout model.");
  type.Setting("layout_image_shape", &Pre::GetLayoutImageShape, &Pre::SetLayoutImageShape,
               "[channels, height, width], to which pages are stretched: [3, 800, 608], or the "
               "model's. Raises fastdeploy.Error for another number of channels and for sides "
               "that are not from 1 to 16384.")
      .Setting("static_shape_infer", &Pre::GetStaticShapeInfer, &Pre::SetStaticShapeInfer,
               "Only True, as in 1.x. Raises fastdeploy.Error for False.")
      .Class()
      .def("__init__", [](Shared<Pre>* self) { new (self) Shared<Pre>(Pre()); })
      .def(
          "run",
          [](const Shared<Pre>& self, const std::vector<Image>& images) {
            auto [tensors, batch] = RunPreprocessor(self, images);
            return std::pair(std::move(tensors), Pre::InfosOf(batch));
          },
          nb::arg("input_ims"),
          "Turns N images (uint8, (height, width, 3), BGR) into a list of one float32 FDTensor of "
          "shape [N, 3, height, width]. Also returns [width, height, resized width, resized "
          "height] of each image. Raises fastdeploy.Error.");
}

void BindPostprocessor(nb::module_& module) {
  using Post = vision::ocr::StructureV2LayoutPostprocessor;
  StageClass<Post>(module, "StructureV2LayoutPostprocessor",
                   "Turns the outputs of a layout model into boxes, grouped by class.")
      .Setting("score_threshold", &Post::GetScoreThreshold, &Post::SetScoreThreshold,
               "Regions have a score above this; default 0.4.")
      .Setting("nms_threshold", &Post::GetNMSThreshold, &Post::SetNMSThreshold,
               "Of two regions of a class whose overlap is above this, the better one is kept; "
               "default 0.5.")
      .Setting("num_class", &Post::GetNumClass, &Post::SetNumClass,
               "The number of classes, which outputs must have: the model's; 0: any.")
      .Setting("fpn_stride", &Post::GetFPNStride, &Post::SetFPNStride,
               "Pixels per cell of each level; default [8, 16, 32, 64].")
      .Setting("reg_max", &Post::GetRegMax, &Post::SetRegMax,
               "Kept for 1.x, which takes it from the outputs, too.")
      .Class()
      .def("__init__", [](Shared<Post>* self) { new (self) Shared<Post>(Post()); })
      .def(
          "run",
          [](const Shared<Post>& self, const std::vector<TensorArgument>& tensors,
             const std::vector<std::array<int, 4>>& infos) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use([&](const Post& stage) {
              return stage.Process(outputs, Post::GeometryOf(infos));
            }));
          },
          nb::arg("runtime_results"), nb::arg("batch_layout_img_info"),
          "Turns a list of float32 FDTensors, scores [N, cells, classes] and distances [N, cells, "
          "4 * bins] of each level, and the sizes returned by StructureV2LayoutPreprocessor.run "
          "into N results. Raises fastdeploy.Error.");
}

}  // namespace

void families::structurev2_layout(nb::module_& module) {
  BindPreprocessor(module);
  BindPostprocessor(module);
  auto type = ModelClass<StructureV2Layout>(
      module, "page layout", "StructureV2Layout",
      "Finds the regions of a page: text, titles, figures, tables, ... No YAML is needed.");
  DefineInit(type, std::make_index_sequence<2>(), nb::arg("model_file"),
             nb::arg("params_file") = "");
  type.def("predict", &Predict<ModelOf<StructureV2Layout>>, nb::arg("input_image"),
           "The regions of one page: uint8, (height, width, 3), BGR; or a picture file, or an "
           "image of Pillow. Raises fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<ModelOf<StructureV2Layout>>, nb::arg("images"),
           "The results for a list of images, in order. Sizes may differ.");
}

}  // namespace fastdeploy::python
