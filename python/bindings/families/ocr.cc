// SPDX-License-Identifier: Apache-2.0
#include "bindings/model.h"
#include "bindings/preprocessor.h"
#include "families.h"
#include "fastdeploy/vision/ocr/classifier.h"
#include "fastdeploy/vision/ocr/detector.h"
#include "fastdeploy/vision/ocr/draw.h"
#include "fastdeploy/vision/ocr/recognizer.h"

namespace fastdeploy::python {
namespace {

using namespace vision::ocr;  // NOLINT(google-build-using-namespace)
using vision::OCRResult;

void BindResult(nb::module_& module) {
  ResultClass<OCRResult>(
      module, "OCRResult",
      "The lines of text of one image, in reading order. What belongs to a stage that did not run "
      "is empty; the rest has one entry a line.")
      .Array("boxes", &OCRResult::boxes,
             "Corners x0, y0, ... x3, y3 in pixels: top-left, top-right, bottom-right, bottom-left "
             "of the line as it is read (int32).")
      .Field("text", &OCRResult::text, "What was read.")
      .Array("rec_scores", &OCRResult::rec_scores, "Of the text, 0 to 1 (float32).")
      .Array("cls_scores", &OCRResult::cls_scores, "Of cls_labels, 0 to 1 (float32).")
      .Array("cls_labels", &OCRResult::cls_labels, "1: the line was upside down (int32).");
}

/// A preprocessor that is made without a file.
template <typename Pre>
PreprocessorClass<Pre> BindPreprocessor(nb::module_& module, const char* name, const char* doc) {
  PreprocessorClass<Pre> type(module, name, doc);
  type.Class().def("__init__", [](Shared<Pre>* self) { new (self) Shared<Pre>(Pre()); });
  return type;
}

void BindPreprocessors(nb::module_& module) {
  auto detector = BindPreprocessor<DBDetectorPreprocessor>(
      module, "DBDetectorPreprocessor", "Images to the input of a text detector.");
  detector
      .Setting("max_side_len", &DBDetectorPreprocessor::GetMaxSideLen,
               &DBDetectorPreprocessor::SetMaxSideLen,
               "The longer side is shrunk to this (pixels).")
      .Setting("static_shape_infer", &DBDetectorPreprocessor::GetStaticShapeInfer,
               &DBDetectorPreprocessor::SetStaticShapeInfer,
               "Every image to exactly det_image_shape.")
      .Setting("det_image_shape", &DBDetectorPreprocessor::GetDetImageShape,
               &DBDetectorPreprocessor::SetDetImageShape, "[channels, height, width]")
      .Class()
      .def(
          "run",
          [](const Shared<DBDetectorPreprocessor>& self, const std::vector<Image>& images) {
            auto [tensors, geometry] = RunPreprocessor(self, images);
            return std::pair(std::move(tensors), DBDetectorPreprocessor::InfosOf(geometry));
          },
          nb::arg("input_ims"),
          "The tensors, and for each image its width and height and those it was resized to.");

  auto classifier = BindPreprocessor<ClassifierPreprocessor>(
      module, "ClassifierPreprocessor", "Lines to the input of the angle classifier.");
  classifier
      .Setting("cls_image_shape", &ClassifierPreprocessor::GetClsImageShape,
               &ClassifierPreprocessor::SetClsImageShape, "[channels, height, width]")
      .Class()
      .def("run", &Tensors<ClassifierPreprocessor>, nb::arg("input_ims"));

  auto recognizer = BindPreprocessor<RecognizerPreprocessor>(module, "RecognizerPreprocessor",
                                                             "Lines to the input of a recogniser.");
  recognizer
      .Setting("static_shape_infer", &RecognizerPreprocessor::GetStaticShapeInfer,
               &RecognizerPreprocessor::SetStaticShapeInfer,
               "Every tensor exactly as wide as rec_image_shape.")
      .Setting("rec_image_shape", &RecognizerPreprocessor::GetRecImageShape,
               &RecognizerPreprocessor::SetRecImageShape, "[channels, height, width]")
      .Class()
      .def("run", &Tensors<RecognizerPreprocessor>, nb::arg("input_ims"));
}

/// As many images as the first dimension of the outputs says.
std::vector<vision::Geometry> ImagesOf(const std::vector<FDTensor>& outputs) {
  const bool known = !outputs.empty() && !outputs[0].shape.empty();
  return std::vector<vision::Geometry>(known ? static_cast<size_t>(outputs[0].shape[0]) : 0);
}

void BindPostprocessors(nb::module_& module) {
  using DbPost = DBDetectorPostprocessor;
  StageClass<DbPost>(module, "DBDetectorPostprocessor", "Probability maps to boxes of text.")
      .Setting("det_db_thresh", &DbPost::GetDetDBThresh, &DbPost::SetDetDBThresh,
               "A pixel of the map above this belongs to text.")
      .Setting("det_db_box_thresh", &DbPost::GetDetDBBoxThresh, &DbPost::SetDetDBBoxThresh,
               "A box whose mean is below this is dropped.")
      .Setting("det_db_unclip_ratio", &DbPost::GetDetDBUnclipRatio, &DbPost::SetDetDBUnclipRatio,
               "How far a box grows: area * ratio / perimeter.")
      .Setting("det_db_score_mode", &DbPost::GetDetDBScoreMode, &DbPost::SetDetDBScoreMode,
               "'fast' (mean inside the rectangle) or 'slow' (inside the contour).")
      .Setting("use_dilation", &DbPost::GetUseDilation, &DbPost::SetUseDilation,
               "Thicken the binary map first.")
      .Class()
      .def("__init__", [](Shared<DbPost>* self) { new (self) Shared<DbPost>(DbPost()); })
      .def(
          "run",
          [](const Shared<DbPost>& self, const std::vector<Tensor>& tensors,
             const std::vector<std::array<int, 4>>& infos) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use([&](const DbPost& stage) {
              return stage.Process(outputs, DbPost::GeometryOf(infos));
            }));
          },
          nb::arg("runtime_results"), nb::arg("batch_det_img_info"));

  using ClsPost = ClassifierPostprocessor;
  StageClass<ClsPost>(module, "ClassifierPostprocessor", "Scores to labels.")
      .Setting("cls_thresh", &ClsPost::GetClsThresh, &ClsPost::SetClsThresh,
               "A pipeline turns lines whose score is above this.")
      .Class()
      .def("__init__", [](Shared<ClsPost>* self) { new (self) Shared<ClsPost>(ClsPost()); })
      .def(
          "run",
          [](const Shared<ClsPost>& self, const std::vector<Tensor>& tensors) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use(
                [&](const ClsPost& stage) { return stage.Process(outputs, ImagesOf(outputs)); }));
          },
          nb::arg("runtime_results"));

  using RecPost = RecognizerPostprocessor;
  StageClass<RecPost>(module, "RecognizerPostprocessor", "Probabilities to texts.")
      .Class()
      .def(
          "__init__",
          [](Shared<RecPost>* self, const std::filesystem::path& label_path) {
            new (self) Shared<RecPost>(RecPost(label_path.string()));
          },
          nb::arg("label_path"))
      .def(
          "run",
          [](const Shared<RecPost>& self, const std::vector<Tensor>& tensors) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use(
                [&](const RecPost& stage) { return stage.Process(outputs, ImagesOf(outputs)); }));
          },
          nb::arg("runtime_results"));
}

/// 1.x's shape of a batch of lines: all results in one.
template <typename Self>
ResultOf<OCRResult> BatchInOne(const Self& model, const std::vector<Image>& images) {
  OCRResult all;
  for (const ResultOf<OCRResult>& one : BatchPredict(model, images)) {
    const auto append = [](auto* to, const auto& from) {
      to->insert(to->end(), from.begin(), from.end());
    };
    append(&all.text, one.Get().text);
    append(&all.rec_scores, one.Get().rec_scores);
    append(&all.cls_labels, one.Get().cls_labels);
    append(&all.cls_scores, one.Get().cls_scores);
  }
  return ToPython(std::move(all));
}

void BindModels(nb::module_& module) {
  auto detector =
      ModelClass<DBDetector>(module, "text detection", "DBDetector", "Finds the lines of text.");
  DefineInit(detector, std::make_index_sequence<2>(), nb::arg("model_file"),
             nb::arg("params_file") = "");
  detector
      .def("predict", &Predict<ModelOf<DBDetector>>, nb::arg("input_image"),
           "The boxes of one image: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchPredict<ModelOf<DBDetector>>, nb::arg("images"));
  auto classifier = ModelClass<Classifier>(module, "text orientation", "Classifier",
                                           "Tells lines of text that are upside down.");
  DefineInit(classifier, std::make_index_sequence<2>(), nb::arg("model_file"),
             nb::arg("params_file") = "");
  classifier
      .def("predict", &Predict<ModelOf<Classifier>>, nb::arg("input_image"),
           "cls_labels and cls_scores of one line: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchInOne<ModelOf<Classifier>>, nb::arg("images"),
           "Of several lines, in one result.");
  auto recognizer =
      ModelClass<Recognizer>(module, "text recognition", "Recognizer", "Reads lines of text.");
  DefineInit(recognizer, std::make_index_sequence<3>(), nb::arg("model_file"),
             nb::arg("params_file") = "", nb::arg("label_path") = "");
  recognizer
      .def("predict", &Predict<ModelOf<Recognizer>>, nb::arg("input_image"),
           "text and rec_scores of one line: uint8, (height, width, 3), BGR.")
      .def("batch_predict", &BatchInOne<ModelOf<Recognizer>>, nb::arg("images"),
           "Of several lines, in one result.");
}

void BindDrawing(nb::module_& module) {
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

}  // namespace

void families::ocr(nb::module_& module) {
  BindResult(module);
  BindPreprocessors(module);
  BindPostprocessors(module);
  BindModels(module);
  BindDrawing(module);
}

}  // namespace fastdeploy::python
