// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/pipeline/ppocr/ppocr.h"
#include "bindings/model.h"
#include "families.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::python {
namespace {

using pipeline::PPOCR;
using vision::classification::PaddleClasModel;
using vision::ocr::Classifier;
using vision::ocr::DBDetector;
using vision::ocr::Recognizer;

/// What the models of a pipeline were loaded from.
struct Origins {
  Origin detector;
  std::optional<Origin> classifier;
  Origin recognizer;
  std::optional<Origin> doc_orientation;
};

class Pipeline : public ModelBase, public Shared<PPOCR> {
 public:
  Pipeline(Shared<PPOCR> pipeline, Origins origins)
      : Shared<PPOCR>(std::move(pipeline)), origins_(std::move(origins)) {}

  [[nodiscard]] Pipeline Clone() const {
    auto clone = Use([](const PPOCR& model) { return model.Clone(); });
    return {Shared<PPOCR>(std::move(*clone)), origins_};
  }
  // The pipeline's own models, under its lock.
  [[nodiscard]] ModelOf<DBDetector> Detector() const {
    return {PartOf(&PPOCR::GetDetector), origins_.detector};
  }
  [[nodiscard]] ModelOf<Recognizer> Recogniser() const {
    return {PartOf(&PPOCR::GetRecognizer), origins_.recognizer};
  }
  [[nodiscard]] std::optional<ModelOf<Classifier>> Angle() const {
    if (!origins_.classifier) return std::nullopt;
    Classifier* part = Use([](PPOCR& model) { return model.GetClassifier(); });
    return ModelOf<Classifier>(Shared<Classifier>(*this, part), *origins_.classifier);
  }
  [[nodiscard]] std::optional<ModelOf<PaddleClasModel>> DocOrientation() const {
    if (!origins_.doc_orientation) return std::nullopt;
    PaddleClasModel* part = Use([](PPOCR& model) { return model.GetDocOrientation(); });
    return ModelOf<PaddleClasModel>(Shared<PaddleClasModel>(*this, part),
                                    *origins_.doc_orientation);
  }

 private:
  Origins origins_;
};

template <typename Model>
void RequireModel(const ModelOf<Model>* model, const char* name) {
  if (model == nullptr) {
    throw Error(ErrorKind::kInvalidArgument,
                std::string(name) + ": the pipeline needs this model; found None");
  }
}

/// Gives a new pipeline a clone of the classifier of pages, if there is one.
void SetDocOrientation(const ModelOf<PaddleClasModel>* model, PPOCR* pipeline, Origins* origins) {
  if (model == nullptr) return;
  origins->doc_orientation = model->GetOrigin();
  model->Use([&](const PaddleClasModel& one) { pipeline->SetDocOrientation(one); });
}

void Make(Pipeline* self, const ModelOf<DBDetector>* detector,
          const ModelOf<Classifier>* classifier, const ModelOf<Recognizer>* recognizer,
          const ModelOf<PaddleClasModel>* doc_orientation) {
  RequireModel(detector, "det_model");
  RequireModel(recognizer, "rec_model");
  Origins origins = {detector->GetOrigin(), std::nullopt, recognizer->GetOrigin(), std::nullopt};
  // One after the other, each under the lock of its model only.
  const auto det = detector->Use([](const DBDetector& model) { return model.Clone(); });
  const auto rec = recognizer->Use([](const Recognizer& model) { return model.Clone(); });
  std::unique_ptr<Classifier> cls;
  if (classifier != nullptr) {
    origins.classifier = classifier->GetOrigin();
    cls = classifier->Use([](const Classifier& model) { return model.Clone(); });
  }
  PPOCR pipeline(det.get(), cls.get(), rec.get());
  SetDocOrientation(doc_orientation, &pipeline, &origins);
  new (self) Pipeline(Shared<PPOCR>(std::move(pipeline)), std::move(origins));
}

/// The origins that the models of PPOCR::Load would have if each were loaded by itself.
Origins OriginsIn(const std::filesystem::path& folder, const RuntimeOption& option) {
  const auto part = [&](const char* name, size_t files) {
    Origin origin = {std::vector<std::string>(files), option, PADDLE};
    origin.files[0] = (folder / name).string();
    return origin;
  };
  return {part("det", 2), part("cls", 2), part("rec", 3), std::nullopt};
}

Pipeline LoadFolder(const std::filesystem::path& folder, const std::optional<RuntimeOption>& option,
                    bool use_cls, const ModelOf<PaddleClasModel>* doc_orientation) {
  const RuntimeOption chosen = option.value_or(RuntimeOption());
  PPOCR pipeline = WithoutGil([&] { return PPOCR::Load(folder.string(), chosen, use_cls); });
  Origins origins = OriginsIn(folder, chosen);
  if (pipeline.GetClassifier() == nullptr) origins.classifier.reset();
  SetDocOrientation(doc_orientation, &pipeline, &origins);
  return {Shared<PPOCR>(std::move(pipeline)), std::move(origins)};
}

void SetBatchSize(const Pipeline& self, const char* expected, bool (PPOCR::*set)(int), int size) {
  if (!self.Use([&](PPOCR& model) { return (model.*set)(size); })) {
    throw Error(ErrorKind::kInvalidArgument,
                std::string(expected) + "; found " + std::to_string(size));
  }
}

}  // namespace

void families::ppocr(nb::module_& module) {
  nb::class_<Pipeline, ModelBase> type(
      module, "PPOCR", nb::dynamic_attr(),
      "Reads the text in an image: finds its lines, rotates those that are upside down (optional) "
      "and recognises them. The pipeline holds clones of the models it is constructed from; "
      "change its own through detector, classifier and recognizer.");
  type.def("__init__", &Make, nb::arg("det_model") = nb::none(), nb::arg("cls_model") = nb::none(),
           nb::arg("rec_model") = nb::none(), nb::arg("doc_orientation_model") = nb::none(),
           "doc_orientation_model is a PaddleClasModel with the classes '0', '90', '180' and '270' "
           "(PaddleX's PP-LCNet_x1_0_doc_ori): pages are turned upright first, counter-clockwise "
           "by these degrees. Boxes are those of the page as it was given. Raises "
           "fastdeploy.Error.")
      .def_static("load", &LoadFolder, nb::arg("folder"), nb::arg("runtime_option") = nb::none(),
                  nb::arg("use_cls") = true, nb::arg("doc_orientation_model") = nb::none(),
                  "Loads the models from a folder with det/, rec/ and, optionally, cls/, each as "
                  "its exporter wrote it; doc_orientation_model as above. Raises fastdeploy.Error.")
      .def("model_name", [](const Pipeline& self) { return self.Get().ModelName(); })
      .def("predict", &Predict<Pipeline>, nb::arg("input_image"),
           "The text in one image: uint8, (height, width, 3), BGR; or a picture file, or an image "
           "of Pillow. Raises fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<Pipeline>, nb::arg("images"),
           "The results for a list of images, in order. Sizes may differ.")
      .def(
          "clone",
          [](const nb::handle& self) {
            return SameClass(self, nb::cast<const Pipeline&>(self).Clone());
          },
          nb::sig("def clone(self) -> typing_extensions.Self"),
          "A pipeline for another thread that shares the weights.")
      .def_prop_rw(
          "cls_batch_size",
          [](const Pipeline& self) {
            return self.Use([](const PPOCR& model) { return model.GetClsBatchSize(); });
          },
          [](const Pipeline& self, int size) {
            SetBatchSize(self, "cls_batch_size: expected -1 or at least 1", &PPOCR::SetClsBatchSize,
                         size);
          },
          "Number of lines classified together; -1: all lines of an image.")
      .def_prop_rw(
          "rec_batch_size",
          [](const Pipeline& self) {
            return self.Use([](const PPOCR& model) { return model.GetRecBatchSize(); });
          },
          [](const Pipeline& self, int size) {
            SetBatchSize(self, "rec_batch_size: expected at least -1", &PPOCR::SetRecBatchSize,
                         size);
          },
          "0, the default: a line's text does not depend on the other lines. Else lines are padded "
          "as in PaddleOCR's batches of this size (6 is PaddleOCR's); -1: of all lines. See "
          "RecognizerPreprocessor.batch_size.")
      .def_prop_rw(
          "drop_score",
          [](const Pipeline& self) {
            return self.Use([](const PPOCR& model) { return model.GetDropScore(); });
          },
          [](const Pipeline& self, float score) {
            self.Use([&](PPOCR& model) { model.SetDropScore(score); });
          },
          "Lines whose score is below this are left out; default 0. Raises fastdeploy.Error unless "
          "it is from 0 to 1.")
      .def_prop_rw(
          "return_word_box",
          [](const Pipeline& self) {
            return self.Use([](const PPOCR& model) { return model.GetReturnWordBox(); });
          },
          [](const Pipeline& self, bool words) {
            self.Use([&](PPOCR& model) { model.SetReturnWordBox(words); });
          },
          "Also give the words of each line and their boxes in the picture (OCRResult.words, "
          "word_boxes), as PaddleOCR does; default False.")
      .def_prop_ro("detector", &Pipeline::Detector, "The pipeline's own DBDetector.")
      .def_prop_ro("classifier", &Pipeline::Angle,
                   "The pipeline's own Classifier; None if it has none.")
      .def_prop_ro("recognizer", &Pipeline::Recogniser, "The pipeline's own Recognizer.")
      .def_prop_ro("doc_orientation", &Pipeline::DocOrientation,
                   "The pipeline's own classifier of pages; None if it has none.")
      .def_prop_ro("initialized", [](const Pipeline& self) { return self.Get().Initialized(); })
      .def("__reduce__",
           [](const nb::handle& self) {
             nb::dict settings;
             for (const char* name :
                  {"cls_batch_size", "rec_batch_size", "drop_score", "return_word_box"}) {
               settings[name] = self.attr(name);
             }
             return nb::make_tuple(
                 nb::module_::import_("fastdeploy._pickle").attr("restore_pipeline"),
                 nb::make_tuple(
                     self.type(),
                     nb::make_tuple(self.attr("detector"), self.attr("classifier"),
                                    self.attr("recognizer"), self.attr("doc_orientation")),
                     settings),
                 self.attr("__dict__"));
           })
      .def("_pool",
           [](const Pipeline& self, int workers, int capacity) -> std::unique_ptr<AnyPool> {
             return std::make_unique<PoolOf<PPOCR>>(self, workers, capacity);
           });
  RegisterFamily(module, "OCR", type.attr("load"));
}

}  // namespace fastdeploy::python
