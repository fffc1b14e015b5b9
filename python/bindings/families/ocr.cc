// SPDX-License-Identifier: Apache-2.0
#include "bindings/model.h"
#include "bindings/preprocessor.h"
#include "bindings/statistics.h"
#include "families.h"
#include "fastdeploy/vision/ocr/classifier.h"
#include "fastdeploy/vision/ocr/crop.h"
#include "fastdeploy/vision/ocr/detector.h"
#include "fastdeploy/vision/ocr/draw.h"
#include "fastdeploy/vision/ocr/recognizer.h"
#include "fastdeploy/vision/ocr/text.h"

namespace fastdeploy::python {
namespace {

using namespace vision::ocr;  // NOLINT(google-build-using-namespace)
using vision::OCRResult;

void BindResult(nb::module_& module) {
  ResultClass<OCRResult>(
      module, "OCRResult",
      "The lines of text in one image, in reading order. Each field has one entry per line, or is "
      "empty if its stage did not run. Those of tables are empty unless a model reads tables; "
      "to_dict() and to_json() have them only then.")
      .DrawnBy("vis_ppocr")
      .Array("boxes", &OCRResult::boxes,
             "Corners [x0, y0, ... x3, y3] in pixels (int32): top-left, top-right, bottom-right, "
             "bottom-left of the line as it is read.")
      .Field("text", &OCRResult::text, "The recognised text of each line.")
      .Array("rec_scores", &OCRResult::rec_scores, "The score of each text, 0 to 1 (float32).")
      .Array("cls_scores", &OCRResult::cls_scores,
             "The score of each label in cls_labels, 0 to 1 (float32).")
      .Array("cls_labels", &OCRResult::cls_labels, "1: the line was upside down (int32).")
      .Field("words", &OCRResult::words,
             "A list of the words of each line, in the order of the picture; empty unless "
             "return_word_box is set. Together, the words of a line are its text.")
      .IfNotEmpty()
      .Field("word_boxes", &OCRResult::word_boxes,
             "A list of the corners of these words for each line, as in boxes.")
      .IfNotEmpty()
      .Field("page_angle", &OCRResult::page_angle,
             "By how many degrees (0, 90, 180, 270) the page was turned counter-clockwise to be "
             "read; None if it was not looked at. Boxes are those of the page as it was given.")
      .IfNotEmpty()
      .Array("table_boxes", &OCRResult::table_boxes,
             "Of a table: the corners of its cells, as in boxes (int32).")
      .IfNotEmpty()
      .Field("table_structure", &OCRResult::table_structure,
             "Of a table: its tags, such as '<tr>' and '<td></td>'.")
      .IfNotEmpty()
      .Field("table_html", &OCRResult::table_html, "Of a table: HTML with the text of its cells.")
      .IfNotEmpty()
      .Class()
      .def(
          "to_text", [](const ResultOf<OCRResult>& self) { return vision::ToText(self.Get()); },
          "The recognised text, one line below the other.")
      .def(
          "to_markdown",
          [](const ResultOf<OCRResult>& self) { return vision::ToMarkdown(self.Get()); },
          "The text as Markdown, by the boxes of the lines: lines that are far apart are "
          "paragraphs, those that are much higher than the others are headings, and those with a "
          "bullet are items. Of a table, its HTML.");
}

/// Binds a preprocessor whose constructor takes no file.
template <typename Pre>
PreprocessorClass<Pre> BindPreprocessor(nb::module_& module, const char* name, const char* doc) {
  PreprocessorClass<Pre> type(module, name, doc);
  type.Class().def("__init__", [](Shared<Pre>* self) { new (self) Shared<Pre>(Pre()); });
  BindStatistics(type.Class());
  return type;
}

void BindPreprocessors(nb::module_& module) {
  auto detector = BindPreprocessor<DBDetectorPreprocessor>(
      module, "DBDetectorPreprocessor", "Turns images into the input tensor of a text detector.");
  detector
      .Setting("max_side_len", &DBDetectorPreprocessor::GetMaxSideLen,
               &DBDetectorPreprocessor::SetMaxSideLen,
               "Maximum length of the longer side in pixels; larger images are shrunk to it. "
               "Setting it sets limit_type to 'max' and limit_side_len.")
      .Setting("limit_type", &DBDetectorPreprocessor::GetLimitType,
               &DBDetectorPreprocessor::SetLimitType,
               "'max': the longer side is shrunk to limit_side_len; 'min': the shorter side is "
               "enlarged to it; 'resize_long': the longer side becomes exactly this long. The "
               "default is the model's. Raises fastdeploy.Error for another type.")
      .Setting("limit_side_len", &DBDetectorPreprocessor::GetLimitSideLen,
               &DBDetectorPreprocessor::SetLimitSideLen,
               "Pixels, 1 to 65536; see limit_type. The default is the model's.")
      .Setting("max_side_limit", &DBDetectorPreprocessor::GetMaxSideLimit,
               &DBDetectorPreprocessor::SetMaxSideLimit,
               "The longer side is shrunk to this in any case (pixels); default 4000.")
      .Setting("static_shape_infer", &DBDetectorPreprocessor::GetStaticShapeInfer,
               &DBDetectorPreprocessor::SetStaticShapeInfer,
               "Bring every image to exactly det_image_shape. True for a model whose input has a "
               "fixed shape.")
      .Setting("keep_ratio", &DBDetectorPreprocessor::GetKeepRatio,
               &DBDetectorPreprocessor::SetKeepRatio,
               "With static_shape_infer: keep the ratio of images and pad them with black on the "
               "right and below; False: stretch them.")
      .Setting("det_image_shape", &DBDetectorPreprocessor::GetDetImageShape,
               &DBDetectorPreprocessor::SetDetImageShape,
               "[channels, height, width]; width -1: what the ratio requires.")
      .Class()
      .def(
          "run",
          [](const Shared<DBDetectorPreprocessor>& self, const std::vector<Image>& images) {
            auto [tensors, geometry] = RunPreprocessor(self, images);
            return std::pair(std::move(tensors), DBDetectorPreprocessor::InfosOf(geometry));
          },
          nb::arg("input_ims"),
          "Turns N images (uint8, (height, width, 3), BGR) into a list of one float32 FDTensor of "
          "shape [N, 3, H, W]. Also returns [width, height, resized width, resized height] of "
          "each image. Raises fastdeploy.Error.");

  constexpr const char* kRunLines =
      "Turns N line images (uint8, (height, width, 3), BGR) into a list of one float32 FDTensor "
      "of shape [N, 3, H, W]. Raises fastdeploy.Error.";
  auto classifier = BindPreprocessor<ClassifierPreprocessor>(
      module, "ClassifierPreprocessor",
      "Turns images of text lines into the input tensor of the angle classifier.");
  classifier
      .Setting("cls_image_shape", &ClassifierPreprocessor::GetClsImageShape,
               &ClassifierPreprocessor::SetClsImageShape, "[channels, height, width]")
      .Class()
      .def("run", &Tensors<ClassifierPreprocessor>, nb::arg("input_ims"), kRunLines);

  auto recognizer = BindPreprocessor<RecognizerPreprocessor>(
      module, "RecognizerPreprocessor",
      "Turns images of text lines into the input tensor of a text recogniser.");
  recognizer
      .Setting("algorithm", &RecognizerPreprocessor::GetAlgorithm,
               &RecognizerPreprocessor::SetAlgorithm,
               "For which of PaddleOCR's algorithms lines are prepared: 'SVTR_LCNet' (the "
               "default, PP-OCR's), 'NRTR', 'SAR' and others (docs/ocr.md), the names of "
               "PaddleOCR's --rec_algorithm. Setting another one sets rec_image_shape and the "
               "normalisation. Raises fastdeploy.Error for an unknown name. Recognizer.algorithm "
               "sets both parts of a model.")
      .Setting("static_shape_infer", &RecognizerPreprocessor::GetStaticShapeInfer,
               &RecognizerPreprocessor::SetStaticShapeInfer,
               "Make every tensor exactly as wide as rec_image_shape; longer lines are squeezed. "
               "Algorithms with lines of one size ignore it.")
      .Setting("rec_image_shape", &RecognizerPreprocessor::GetRecImageShape,
               &RecognizerPreprocessor::SetRecImageShape, "[channels, height, width]")
      .Setting("batch_size", &RecognizerPreprocessor::GetBatchSize,
               &RecognizerPreprocessor::SetBatchSize,
               "How wide the tensor of a line is in Recognizer.batch_predict, which runs each line "
               "by itself. Default 0: as wide as the line, rounded up, so that a text does not "
               "depend on other lines. Else as PaddleOCR's rec_batch_num says: as wide as the "
               "widest of so many lines, sorted by their widths; -1: of all lines. Raises "
               "fastdeploy.Error for a number below -1.")
      .Class()
      .def("run", &Tensors<RecognizerPreprocessor>, nb::arg("input_ims"),
           "Turns N line images (uint8, (height, width, 3), BGR) into a list of one float32 "
           "FDTensor of shape [N, channels, H, W]; for 'SAR', 'RobustScanner' and 'SRN' the "
           "network's other inputs follow it. Raises fastdeploy.Error.");
}

/// The number of images that outputs are for: their first dimension.
size_t ImagesOf(const std::vector<FDTensor>& outputs) {
  const bool known = !outputs.empty() && !outputs[0].shape.empty() && outputs[0].shape[0] > 0 &&
                     outputs[0].Numel() > 0;
  return known ? static_cast<size_t>(outputs[0].shape[0]) : 0;
}

/// Adds the results of a line to those of all lines: 1.x has one result for them.
void AddLine(const OCRResult& one, OCRResult* all) {
  const auto append = [](auto* to, const auto& from) {
    to->insert(to->end(), from.begin(), from.end());
  };
  append(&all->text, one.text);
  append(&all->rec_scores, one.rec_scores);
  append(&all->words, one.words);
  append(&all->word_boxes, one.word_boxes);
  append(&all->cls_labels, one.cls_labels);
  append(&all->cls_scores, one.cls_scores);
}

template <typename Post>
OCRResult LinesOf(const Shared<Post>& self, const std::vector<TensorArgument>& tensors) {
  const std::vector<FDTensor> outputs = BorrowAll(tensors);
  OCRResult all;
  const auto results = self.Use([&](const Post& stage) {
    if constexpr (requires { stage.Process(std::span<const FDTensor>(outputs)); }) {
      return stage.Process(std::span<const FDTensor>(outputs));
    } else {
      return stage.Process(outputs, ImagesOf(outputs));
    }
  });
  for (const OCRResult& one : results) AddLine(one, &all);
  return all;
}

void BindPostprocessors(nb::module_& module) {
  using DbPost = DBDetectorPostprocessor;
  StageClass<DbPost>(module, "DBDetectorPostprocessor", "Turns probability maps into text boxes.")
      .Setting("det_db_thresh", &DbPost::GetDetDBThresh, &DbPost::SetDetDBThresh,
               "Pixels of the map above this belong to text.")
      .Setting("det_db_box_thresh", &DbPost::GetDetDBBoxThresh, &DbPost::SetDetDBBoxThresh,
               "Boxes with a mean probability below this are dropped.")
      .Setting("det_db_unclip_ratio", &DbPost::GetDetDBUnclipRatio, &DbPost::SetDetDBUnclipRatio,
               "Boxes are enlarged by area * ratio / perimeter on each side.")
      .Setting("det_db_score_mode", &DbPost::GetDetDBScoreMode, &DbPost::SetDetDBScoreMode,
               "'fast': the mean inside the rectangle; 'slow': the mean inside the contour.")
      .Setting("use_dilation", &DbPost::GetUseDilation, &DbPost::SetUseDilation,
               "Dilate the binary map before contours are searched.")
      .Class()
      .def("__init__", [](Shared<DbPost>* self) { new (self) Shared<DbPost>(DbPost()); })
      .def(
          "run",
          [](const Shared<DbPost>& self, const std::vector<TensorArgument>& tensors,
             const std::vector<std::array<int, 4>>& infos) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            std::vector<std::vector<std::array<int, 8>>> boxes;
            for (OCRResult& result : self.Use([&](const DbPost& stage) {
                   return stage.Process(outputs, DbPost::GeometryOf(infos));
                 })) {
              boxes.push_back(std::move(result.boxes));
            }
            return boxes;
          },
          nb::arg("runtime_results"), nb::arg("batch_det_img_info"),
          "Turns a list of one float32 FDTensor of shape [N, 1, H, W] and the sizes returned by "
          "DBDetectorPreprocessor.run into the boxes of N images. Raises fastdeploy.Error.");

  using ClsPost = ClassifierPostprocessor;
  StageClass<ClsPost>(module, "ClassifierPostprocessor", "Turns scores into cls_labels.")
      .Setting("cls_thresh", &ClsPost::GetClsThresh, &ClsPost::SetClsThresh,
               "A pipeline rotates upside-down lines with a score above this.")
      .Class()
      .def("__init__", [](Shared<ClsPost>* self) { new (self) Shared<ClsPost>(ClsPost()); })
      .def(
          "run",
          [](const Shared<ClsPost>& self, const std::vector<TensorArgument>& tensors) {
            const OCRResult all = LinesOf(self, tensors);
            return std::pair(all.cls_labels, all.cls_scores);
          },
          nb::arg("runtime_results"),
          "Turns a list of one float32 FDTensor of shape [N, 2] into N labels and N scores. Raises "
          "fastdeploy.Error.");

  using RecPost = RecognizerPostprocessor;
  StageClass<RecPost>(module, "RecognizerPostprocessor", "Turns probabilities into text.")
      .Setting("algorithm", &RecPost::GetAlgorithm, &RecPost::SetAlgorithm,
               "Of which of PaddleOCR's algorithms outputs are decoded; see "
               "RecognizerPreprocessor.algorithm. Setting another one sets rm_symbol. Raises "
               "fastdeploy.Error for an unknown name.")
      .Setting("rm_symbol", &RecPost::GetRmSymbol, &RecPost::SetRmSymbol,
               "Keep only the letters A to Z, in lower case, digits and ideographs of a text, as "
               "PaddleOCR does for RobustScanner and SATRN.")
      .Setting("text_order", &RecPost::GetTextOrder, &RecPost::SetTextOrder,
               "The order of the characters of a line: 'as_seen' (from left to right), 'bidi' (as "
               "PaddleX for its Arabic models) or 'reversed' (as PaddleOCR 2 for Arabic "
               "dictionaries). The default follows from the names of the model and the "
               "dictionary. Raises fastdeploy.Error for another order.")
      .Setting("return_word_box", &RecPost::GetReturnWordBox, &RecPost::SetReturnWordBox,
               "Also give the words of each line and their boxes, in pixels of the line, as "
               "PaddleOCR does: a word is an ideograph, a run of letters and digits, or a run of "
               "other characters, such as ', '. Default False. run() gives none: it does not know "
               "the sizes of the lines. Only algorithms with CTC have words; for others predict "
               "raises fastdeploy.Error.")
      .Class()
      .def(
          "__init__",
          [](Shared<RecPost>* self, const std::filesystem::path& label_path) {
            new (self) Shared<RecPost>(RecPost(label_path.string()));
          },
          nb::arg("label_path"), "Reads a dictionary file. Raises fastdeploy.Error.")
      .def(
          "run",
          [](const Shared<RecPost>& self, const std::vector<TensorArgument>& tensors) {
            const OCRResult all = LinesOf(self, tensors);
            return std::pair(all.text, all.rec_scores);
          },
          nb::arg("runtime_results"),
          "Turns a list of one float32 FDTensor of shape [N, steps, classes] (or of what the "
          "algorithm gives) into N texts and N scores. Raises fastdeploy.Error.");
}

template <typename Self>
ResultOf<OCRResult> BatchInOne(const Self& model, const std::vector<Image>& images) {
  OCRResult all;
  for (const ResultOf<OCRResult>& one : BatchPredict(model, images)) AddLine(one.Get(), &all);
  return ToPython(std::move(all));
}

void BindModels(nb::module_& module) {
  auto detector = ModelClass<DBDetector>(module, "text detection", "DBDetector",
                                         "Finds the lines of text in an image.");
  DefineInit(detector, std::make_index_sequence<2>(), nb::arg("model_file"),
             nb::arg("params_file") = "");
  Forward(detector, "preprocessor", {"max_side_len", "mean", "scale", "is_scale"});
  Forward(detector, "postprocessor",
          {"det_db_thresh", "det_db_box_thresh", "det_db_unclip_ratio", "det_db_score_mode",
           "use_dilation"});
  detector
      .def("predict", &Predict<ModelOf<DBDetector>>, nb::arg("input_image"),
           "The boxes in one image: uint8, (height, width, 3), BGR; or a picture file, or an image "
           "of Pillow. Raises fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<ModelOf<DBDetector>>, nb::arg("images"),
           "The results for a list of images, in order. Sizes may differ.");
  constexpr const char* kBatchOfLines =
      "One result with an entry for each image of a list, in order. Sizes may differ.";
  auto classifier = ModelClass<Classifier>(module, "text orientation", "Classifier",
                                           "Detects lines of text that are upside down.");
  DefineInit(classifier, std::make_index_sequence<2>(), nb::arg("model_file"),
             nb::arg("params_file") = "");
  Forward(classifier, "preprocessor", {"cls_image_shape", "mean", "scale", "is_scale"});
  Forward(classifier, "postprocessor", {"cls_thresh"});
  classifier
      .def("predict", &Predict<ModelOf<Classifier>>, nb::arg("input_image"),
           "cls_labels and cls_scores of one line image: uint8, (height, width, 3), BGR; or a "
           "picture file, or an image of Pillow. Raises "
           "fastdeploy.Error.")
      .def("batch_predict", &BatchInOne<ModelOf<Classifier>>, nb::arg("images"), kBatchOfLines);
  auto recognizer =
      ModelClass<Recognizer>(module, "text recognition", "Recognizer", "Reads lines of text.");
  DefineInit(recognizer, std::make_index_sequence<3>(), nb::arg("model_file"),
             nb::arg("params_file") = "", nb::arg("label_path") = "");
  recognizer.def_prop_rw(
      "algorithm",
      [](const ModelOf<Recognizer>& self) {
        return self.Use([](Recognizer& model) { return model.GetPostprocessor().GetAlgorithm(); });
      },
      [](const ModelOf<Recognizer>& self, const std::string& name) {
        self.Use([&](Recognizer& model) { model.SetAlgorithm(name); });
      },
      "The algorithm of both the pre- and the postprocessor: what the model's YAML says, else "
      "'SVTR_LCNet' until it is set. Raises fastdeploy.Error, and changes nothing, if the name is "
      "unknown or the network or the dictionary does not fit.");
  Forward(recognizer, "preprocessor",
          {"rec_image_shape", "static_shape_infer", "batch_size", "mean", "scale", "is_scale"});
  recognizer
      .def("predict", &Predict<ModelOf<Recognizer>>, nb::arg("input_image"),
           "text and rec_scores of one line image: uint8, (height, width, 3), BGR; or a picture "
           "file, or an image of Pillow. Raises "
           "fastdeploy.Error.")
      .def("batch_predict", &BatchInOne<ModelOf<Recognizer>>, nb::arg("images"), kBatchOfLines);
}

void BindFunctions(nb::module_& module) {
  module.def(
      "sort_boxes",
      [](std::vector<std::array<int, 8>> boxes) {
        SortBoxes(&boxes);
        return boxes;
      },
      nb::arg("boxes"),
      "Sorts boxes ([x0, y0, ... x3, y3] each) into reading order and returns them.");
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
      "Draws the lines of text as numbered boxes into a copy of the image (uint8, (height, width, "
      "3), BGR), without those whose recognition score is below score_threshold. With a font file "
      "(.ttf, .otf), puts a page with the text beside it, so that the result is twice as wide. "
      "Raises fastdeploy.Error.");
}

}  // namespace

void families::ocr(nb::module_& module) {
  BindResult(module);
  BindPreprocessors(module);
  BindPostprocessors(module);
  BindModels(module);
  BindFunctions(module);
}

}  // namespace fastdeploy::python
