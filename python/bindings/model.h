// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bindings/base.h"
#include "bindings/file_argument.h"
#include "bindings/image.h"
#include "bindings/pool.h"
#include "bindings/result.h"
#include "bindings/shared.h"
#include "bindings/text.h"
#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy::python {

/// What a model was loaded from: enough to load it again in another process.
struct Origin {
  std::vector<std::string> files;
  RuntimeOption option;
  ModelFormat format = PADDLE;
};

/// A model as held by a Python object.
template <typename Model>
class ModelOf : public ModelBase, public Shared<Model> {
 public:
  ModelOf(Shared<Model> model, Origin origin)
      : Shared<Model>(std::move(model)), origin_(std::move(origin)) {}
  [[nodiscard]] const Origin& GetOrigin() const { return origin_; }

 private:
  Origin origin_;
};

/// Throws Error if the model was loaded from memory, so that it cannot be loaded again in another
/// process.
void RequireFiles(const RuntimeOption& option);
/// The arguments of a model's constructor, for pickling.
nb::tuple ArgumentsOf(const Origin& origin);

/// Whether the model was given as a folder instead of files.
bool IsFolder(const Origin& origin);

/// The origin of a model for the arguments of its constructor. With an option that takes buffers,
/// the model and its parameters may be given as bytes.
Origin OriginOf(const std::vector<FileArgument>& files, const std::optional<RuntimeOption>& option,
                ModelFormat format);

template <size_t>
using FileAt = FileArgument;

/// Defines Model(file, ..., runtime_option=None, model_format=PADDLE), which calls
/// Model::Load(file, ...).
template <typename Model, size_t... I, typename... Names>
void DefineInit(nb::class_<ModelOf<Model>>& type, std::index_sequence<I...> /*count*/,
                const Names&... names) {
  type.def(
      "__init__",
      [](ModelOf<Model>* self, const FileAt<I>&... files,
         const std::optional<RuntimeOption>& option, ModelFormat format) {
        Origin origin = OriginOf({files...}, option, format);
        Model model = WithoutGil([&] {
          if (IsFolder(origin)) return Model::Load(origin.files[0], origin.option);
          return Model::Load(origin.files[I]..., origin.option, origin.format);
        });
        // Do not keep a second copy of the model's bytes.
        if (origin.option.model_from_memory_) origin.option.ReleaseModelBuffer();
        new (self) ModelOf<Model>(Shared<Model>(std::move(model)), std::move(origin));
      },
      names..., nb::arg("runtime_option") = nb::none(), nb::arg("model_format") = PADDLE,
      "Loads a model from its files, or from an exporter's folder passed as model_file alone. "
      "Raises fastdeploy.Error, which is also a FileNotFoundError for a missing file and a "
      "ValueError for an invalid option.");
}

/// Makes fastdeploy.load call load(folder, runtime_option=...) for folders of this family.
void RegisterFamily(nb::module_& module, const char* family, const nb::object& load);

/// Copies the settings of another stage, which may belong to another model.
template <typename Stage, typename Model>
auto SetStage(Stage& (Model::*part)()) {
  return [part](const ModelOf<Model>& self, const Shared<Stage>& stage) {
    // One lock after the other: the two may be the same.
    Stage copy = stage.Use([](const Stage& value) { return value; });
    self.Use([&](Model& model) { (model.*part)() = std::move(copy); });
  };
}

/// The Python class of a model, with the members that all models have. The families add their
/// constructor, predict and batch_predict. `family` is the family's name in vision::Families.
template <typename Model>
nb::class_<ModelOf<Model>> ModelClass(nb::module_& module, const char* family, const char* name,
                                      const char* doc) {
  using Self = ModelOf<Model>;
  nb::class_<Self, ModelBase> type(module, name, nb::dynamic_attr(), doc);
  RegisterFamily(module, family, type);
  type.def(
      "clone",
      [](const nb::handle& object) {
        const auto& self = nb::cast<const Self&>(object);
        auto clone = self.Use([](const Model& model) { return model.Clone(); });
        return SameClass(object,
                         Self(Shared<Model>(static_cast<Model&&>(*clone)), self.GetOrigin()));
      },
      nb::sig("def clone(self) -> typing_extensions.Self"),
      "A model for another thread, with its own pre- and postprocessor. Shares the weights.");
  type.def_prop_rw(
          "preprocessor",
          [](const Self& self) {
            return self.template PartOf<typename Model::Preprocessor>(&Model::GetPreprocessor);
          },
          SetStage<typename Model::Preprocessor, Model>(&Model::GetPreprocessor),
          "This model's preprocessor; changing it affects the following calls of predict. Setting "
          "it copies the other one's settings.")
      .def_prop_rw(
          "postprocessor",
          [](const Self& self) {
            return self.template PartOf<typename Model::Postprocessor>(&Model::GetPostprocessor);
          },
          SetStage<typename Model::Postprocessor, Model>(&Model::GetPostprocessor),
          "This model's postprocessor; changing it affects the following calls of predict. Setting "
          "it copies the other one's settings.")
      .def_prop_ro(
          "runtime_option", [](const Self& self) { return self.Get().GetRuntimeOption(); },
          "A copy of the option with which the model was loaded.")
      .def_prop_ro("initialized", [](const Self& self) { return self.Get().Initialized(); })
      .def("model_name", [](const Self& self) { return self.Get().ModelName(); })
      .def("num_inputs_of_runtime",
           [](const Self& self) { return self.Get().NumInputsOfRuntime(); })
      .def("num_outputs_of_runtime",
           [](const Self& self) { return self.Get().NumOutputsOfRuntime(); })
      .def(
          "input_info_of_runtime",
          [](const Self& self, int index) { return self.Get().InputInfoOfRuntime(index); },
          nb::arg("index"))
      .def(
          "output_info_of_runtime",
          [](const Self& self, int index) { return self.Get().OutputInfoOfRuntime(index); },
          nb::arg("index"))
      .def(
          "enable_record_time_of_runtime",
          [](const Self& self) { self.Use([](Model& m) { m.EnableRecordTimeOfRuntime(); }); },
          "Records the time of every run of the network, for at most 50,000 runs.")
      .def("disable_record_time_of_runtime",
           [](const Self& self) { self.Use([](Model& m) { m.DisableRecordTimeOfRuntime(); }); })
      .def(
          "print_statis_info_of_runtime",
          [](const Self& self) {
            return self.Use([](const Model& m) { return m.PrintStatisInfoOfRuntime(); });
          },
          "Prints the recorded times and returns them as a dict: total_time, warmup_time, "
          "remain_time (seconds), warmup_iter, avg_time (milliseconds, without the first fifth) "
          "and iterations.")
      .def(
          "get_profile_time",
          [](const Self& self) {
            return self.Use([](const Model& m) { return m.GetProfileTime(); });
          },
          "The time of the last recorded run of the network, in seconds.");
  type.def("__reduce__", [](const nb::handle& self) {
    nb::dict settings;
    for (const char* stage : {"preprocessor", "postprocessor"}) {
      settings[stage] = self.attr(stage).attr("_settings");
    }
    return nb::make_tuple(
        nb::module_::import_("fastdeploy._pickle").attr("restore_model"),
        nb::make_tuple(self.type(), ArgumentsOf(nb::cast<Self&>(self).GetOrigin()), settings),
        self.attr("__dict__"));
  });
  type.def("_pool", [](const Self& self, int workers, int capacity) -> std::unique_ptr<AnyPool> {
    return std::make_unique<PoolOf<Model>>(self, workers, capacity);
  });
  return nb::borrow<nb::class_<Self>>(type);
}

/// The same for a model that is loaded from a model, a parameter and a YAML file.
template <typename Model>
nb::class_<ModelOf<Model>> ConfiguredModelClass(nb::module_& module, const char* family,
                                                const char* name, const char* doc) {
  auto type = ModelClass<Model>(module, family, name, doc);
  DefineInit(type, std::make_index_sequence<3>(), nb::arg("model_file"),
             nb::arg("params_file") = "", nb::arg("config_file") = "");
  return type;
}

// predict and batch_predict. `Self` is a bound class.

template <typename Self>
auto Predict(const Self& self, const Image& image) {
  const Picture picture(image);
  return ToPython(self.Use([&](auto& model) { return model.Predict(picture.Mat()); }));
}

template <typename Self>
auto BatchPredict(const Self& self, const std::vector<Image>& images) {
  const std::vector<Picture> pictures = Pictures(images);
  return ToPython(self.Use([&](auto& model) {
    const std::vector<cv::Mat> mats = Mats(pictures);
    return model.BatchPredict(std::span<const cv::Mat>(mats));
  }));
}

}  // namespace fastdeploy::python
