// SPDX-License-Identifier: Apache-2.0
//
// The model that reads the structure of tables, and its pipeline with a detector and a recogniser.
// Page layout is in structurev2_layout.cc.

#include "fastdeploy/pipeline/ppstructure/ppstructurev2_table.h"

#include "bindings/model.h"
#include "bindings/preprocessor.h"
#include "families.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::python {
namespace {

using pipeline::PPStructureV2Table;
using vision::ocr::DBDetector;
using vision::ocr::Recognizer;
using vision::ocr::StructureV2Table;

void BindPreprocessor(nb::module_& module) {
  using Pre = vision::ocr::StructureV2TablePreprocessor;
  PreprocessorClass<Pre> type(module, "StructureV2TablePreprocessor",
                              "Turns pictures of tables into the input tensor of SLANet.");
  type.Setting("max_len", &Pre::GetMaxLen, &Pre::SetMaxLen,
               "The sides of the tensor in pixels: 488, or the model's. Raises fastdeploy.Error "
               "unless it is from 1 to 16384.")
      .Class()
      .def("__init__", [](Shared<Pre>* self) { new (self) Shared<Pre>(Pre()); })
      .def(
          "run",
          [](const Shared<Pre>& self, const std::vector<Image>& images) {
            auto [tensors, geometry] = RunPreprocessor(self, images);
            return std::pair(std::move(tensors), Pre::InfosOf(geometry));
          },
          nb::arg("input_ims"),
          "Turns N images (uint8, (height, width, 3), BGR) into a list of one float32 FDTensor of "
          "shape [N, 3, max_len, max_len]. Also returns [width, height, resized width, resized "
          "height] of each image. Raises fastdeploy.Error.");
}

void BindPostprocessor(nb::module_& module) {
  using Post = vision::ocr::StructureV2TablePostprocessor;
  StageClass<Post>(module, "StructureV2TablePostprocessor",
                   "Turns SLANet's outputs into table_boxes and table_structure.")
      .Setting(
          "merge_no_span_structure", &Post::GetMergeNoSpanStructure, &Post::SetMergeNoSpanStructure,
          "Whether the classes contain '<td></td>' in place of '<td>', whatever the dictionary "
          "says.")
      .Setting(
          "box_shape", &Post::GetBoxShape, &Post::SetBoxShape,
          "What the places of cells are relative to: 'pad': the padded picture (PaddleOCR "
          "2.9 and later, SLANet_plus); 'ori': the picture (FastDeploy 1.x, SLANet). The default "
          "follows from the name of the model in its YAML, else it is 'pad'. Raises "
          "fastdeploy.Error for another word.")
      .Class()
      .def(
          "__init__",
          [](Shared<Post>* self, const std::filesystem::path& dict_path) {
            new (self) Shared<Post>(Post(dict_path.string()));
          },
          nb::arg("dict_path"), "Reads a dictionary file. Raises fastdeploy.Error.")
      .def(
          "run",
          [](const Shared<Post>& self, const std::vector<TensorArgument>& tensors,
             const std::vector<std::array<int, 4>>& infos) {
            const std::vector<FDTensor> outputs = BorrowAll(tensors);
            return ToPython(self.Use([&](const Post& stage) {
              return stage.Process(outputs, Post::GeometryOf(infos));
            }));
          },
          nb::arg("runtime_results"), nb::arg("batch_det_img_info"),
          "Turns a list of two float32 FDTensors, of shapes [N, steps, 4 or 8] and [N, steps, "
          "classes], and the sizes returned by StructureV2TablePreprocessor.run into N results. "
          "Raises fastdeploy.Error.");
}

void BindModel(nb::module_& module) {
  auto type = ModelClass<StructureV2Table>(
      module, "table structure", "StructureV2Table",
      "Reads the structure of a table: its rows, columns and cells, not its text.");
  DefineInit(type, std::make_index_sequence<3>(), nb::arg("model_file"),
             nb::arg("params_file") = "", nb::arg("table_char_dict_path") = "");
  type.def("predict", &Predict<ModelOf<StructureV2Table>>, nb::arg("input_image"),
           "table_boxes and table_structure of one image: uint8, (height, width, 3), BGR; or a "
           "picture file, or an image of Pillow. Raises "
           "fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<ModelOf<StructureV2Table>>, nb::arg("images"),
           "The results for a list of images, in order. Sizes may differ.");
}

class TablePipeline : public ModelBase, public Shared<PPStructureV2Table> {
 public:
  TablePipeline(Shared<PPStructureV2Table> pipeline, std::array<Origin, 3> origins)
      : Shared<PPStructureV2Table>(std::move(pipeline)), origins_(std::move(origins)) {}

  [[nodiscard]] TablePipeline Clone() const {
    auto clone = Use([](const PPStructureV2Table& model) { return model.Clone(); });
    return {Shared<PPStructureV2Table>(std::move(*clone)), origins_};
  }
  // The pipeline's own models, under its lock.
  [[nodiscard]] ModelOf<DBDetector> Detector() const {
    return {PartOf(&PPStructureV2Table::GetDetector), origins_[0]};
  }
  [[nodiscard]] ModelOf<Recognizer> Recogniser() const {
    return {PartOf(&PPStructureV2Table::GetRecognizer), origins_[1]};
  }
  [[nodiscard]] ModelOf<StructureV2Table> Table() const {
    return {PartOf(&PPStructureV2Table::GetTable), origins_[2]};
  }

 private:
  std::array<Origin, 3> origins_;  ///< of the detector, the recogniser and the table model
};

template <typename Model>
std::unique_ptr<Model> CloneOf(const ModelOf<Model>* model, const char* name) {
  if (model == nullptr) {
    throw Error(ErrorKind::kInvalidArgument,
                std::string(name) + ": the pipeline needs this model; found None");
  }
  return model->Use([](const Model& own) { return own.Clone(); });
}

void Make(TablePipeline* self, const ModelOf<DBDetector>* detector,
          const ModelOf<Recognizer>* recognizer, const ModelOf<StructureV2Table>* table) {
  // One after the other, each under the lock of its model only.
  const auto det = CloneOf(detector, "det_model");
  const auto rec = CloneOf(recognizer, "rec_model");
  const auto tab = CloneOf(table, "table_model");
  new (self) TablePipeline(Shared<PPStructureV2Table>(PPStructureV2Table(*det, *rec, *tab)),
                           {detector->GetOrigin(), recognizer->GetOrigin(), table->GetOrigin()});
}

TablePipeline LoadFolder(const std::filesystem::path& folder,
                         const std::optional<RuntimeOption>& option) {
  const RuntimeOption chosen = option.value_or(RuntimeOption());
  const auto part = [&](const char* name, size_t files) {
    Origin origin = {std::vector<std::string>(files), chosen, PADDLE};
    origin.files[0] = (folder / name).string();
    return origin;
  };
  return {Shared<PPStructureV2Table>(
              WithoutGil([&] { return PPStructureV2Table::Load(folder.string(), chosen); })),
          {part("det", 2), part("rec", 3), part("table", 3)}};
}

void BindPipeline(nb::module_& module) {
  nb::class_<TablePipeline, ModelBase> type(
      module, "PPStructureV2Table", nb::dynamic_attr(),
      "Reads the table that an image shows: finds and recognises its lines of text, finds its "
      "cells, and puts the texts into the cells, as HTML. The pipeline holds clones of the models "
      "it is constructed from; change its own through detector, recognizer and table.");
  type.def("__init__", &Make, nb::arg("det_model") = nb::none(), nb::arg("rec_model") = nb::none(),
           nb::arg("table_model") = nb::none())
      .def_static("load", &LoadFolder, nb::arg("folder"), nb::arg("runtime_option") = nb::none(),
                  "Loads the models from a folder with det/, rec/ and table/, each as its exporter "
                  "wrote it. Raises fastdeploy.Error.")
      .def("model_name", [](const TablePipeline& self) { return self.Get().ModelName(); })
      .def("predict", &Predict<TablePipeline>, nb::arg("input_image"),
           "The table in one image: uint8, (height, width, 3), BGR; or a picture file, or an image "
           "of Pillow. Raises fastdeploy.Error.")
      .def("batch_predict", &BatchPredict<TablePipeline>, nb::arg("images"),
           "The results for a list of images, in order. Sizes may differ.")
      .def(
          "clone",
          [](const nb::handle& self) {
            return SameClass(self, nb::cast<const TablePipeline&>(self).Clone());
          },
          nb::sig("def clone(self) -> typing_extensions.Self"),
          "A pipeline for another thread that shares the weights.")
      .def_prop_rw(
          "rec_batch_size",
          [](const TablePipeline& self) {
            return self.Use([](const PPStructureV2Table& m) { return m.GetRecBatchSize(); });
          },
          [](const TablePipeline& self, int size) {
            if (self.Use([&](PPStructureV2Table& m) { return m.SetRecBatchSize(size); })) return;
            throw Error(ErrorKind::kInvalidArgument,
                        "rec_batch_size: expected at least -1; found " + std::to_string(size));
          },
          "0, the default: a line's text does not depend on the other lines. Else lines are padded "
          "as in PaddleOCR's batches of this size; -1: of all lines.")
      .def_prop_ro("detector", &TablePipeline::Detector, "The pipeline's own DBDetector.")
      .def_prop_ro("recognizer", &TablePipeline::Recogniser, "The pipeline's own Recognizer.")
      .def_prop_ro("table", &TablePipeline::Table, "The pipeline's own StructureV2Table.")
      .def_prop_ro("initialized",
                   [](const TablePipeline& self) { return self.Get().Initialized(); })
      .def("__reduce__",
           [](const nb::handle& self) {
             nb::dict settings;
             settings["rec_batch_size"] = self.attr("rec_batch_size");
             return nb::make_tuple(
                 nb::module_::import_("fastdeploy._pickle").attr("restore_pipeline"),
                 nb::make_tuple(self.type(),
                                nb::make_tuple(self.attr("detector"), self.attr("recognizer"),
                                               self.attr("table")),
                                settings),
                 self.attr("__dict__"));
           })
      .def("_pool",
           [](const TablePipeline& self, int workers, int capacity) -> std::unique_ptr<AnyPool> {
             return std::make_unique<PoolOf<PPStructureV2Table>>(self, workers, capacity);
           });
  RegisterFamily(module, "table", type.attr("load"));
}

}  // namespace

void families::ppstructure(nb::module_& module) {
  BindPreprocessor(module);
  BindPostprocessor(module);
  BindModel(module);
  BindPipeline(module);
}

}  // namespace fastdeploy::python
