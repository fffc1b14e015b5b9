// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/stl/array.h>
#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/tuple.h>

#include <array>
#include <filesystem>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/image.h"
#include "bindings/stage.h"
#include "bindings/tensor.h"
#include "fastdeploy/vision/preprocessor.h"

namespace fastdeploy::python {

/// The Python class of a preprocessor, with what those of all families have in common.
template <typename Pre>
class PreprocessorClass : public StageClass<Pre> {
 public:
  PreprocessorClass(nb::module_& module, const char* name, const char* doc)
      : StageClass<Pre>(module, name, doc) {
    using Numbers = std::vector<float>;
    this->Setting(
            "_normalize",
            [](const Pre& stage) {
              const auto& [mean, std, scale] = stage.GetPreparation().normalize;
              return std::tuple(mean, std, scale);
            },
            [](Pre& stage,
               const std::tuple<std::array<float, 3>, std::array<float, 3>, float>& from) {
              const auto& [mean, std, scale] = from;
              stage.SetNormalize(vision::Normalize{.mean = mean, .std = std, .scale = scale});
            })
        .Setting(
            "_layout",
            [](const Pre& stage) {
              const vision::Layout& layout = stage.GetPreparation().layout;
              return std::pair(layout.normalize, layout.chw);
            },
            [](Pre& stage, const std::pair<bool, bool>& layout) {
              if (!layout.first) stage.DisableNormalize();
              if (!layout.second) stage.DisablePermute();
            });
    this->Class()
        .def(
            "set_normalize",
            [](const Shared<Pre>& self, const Numbers& mean, const Numbers& std, bool is_scale) {
              self.Use([&](Pre& stage) { stage.SetNormalize(mean, std, is_scale); });
            },
            nb::arg("mean"), nb::arg("std"), nb::arg("is_scale"),
            "Three numbers each; is_scale: pixel values are divided by 255 first.")
        .def(
            "disable_normalize",
            [](const Shared<Pre>& self) { self.Use([](Pre& stage) { stage.DisableNormalize(); }); },
            "Leave values as they are (uint8).")
        .def(
            "disable_permute",
            [](const Shared<Pre>& self) { self.Use([](Pre& stage) { stage.DisablePermute(); }); },
            "Leave the channels last.");
  }

  /// Made from the exporter's YAML.
  PreprocessorClass& FromConfig() {
    this->Class().def(
        "__init__",
        [](Shared<Pre>* self, const std::filesystem::path& config_file) {
          new (self) Shared<Pre>(Pre(config_file.string()));
        },
        nb::arg("config_file"));
    return *this;
  }
};

/// The tensors of images, and what the postprocessor must know of the images.
template <typename Pre>
auto RunPreprocessor(const Shared<Pre>& self, const std::vector<Image>& images) {
  const std::vector<Picture> pictures = Pictures(images);
  auto [tensors, geometry] = self.Use([&](const Pre& stage) {
    std::vector<FDTensor> outputs;
    typename Pre::Scratch scratch;
    auto about = stage.Process(Mats(pictures), &scratch, &outputs);
    return std::pair(std::move(outputs), std::move(about));
  });
  return std::pair(ToPython(std::move(tensors)), std::move(geometry));
}

/// The tensors alone.
template <typename Pre>
auto Tensors(const Shared<Pre>& self, const std::vector<Image>& images) {
  return RunPreprocessor(self, images).first;
}

}  // namespace fastdeploy::python
