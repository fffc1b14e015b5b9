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

/// The Python class of a preprocessor, with the members that all preprocessors have.
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
              stage.SetNormalize(
                  vision::transform::Normalize{.mean = mean, .std = std, .scale = scale});
            })
        .Setting(
            "_layout",
            [](const Pre& stage) {
              const vision::transform::Layout& layout = stage.GetPreparation().layout;
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
            "Sets the normalisation: mean and std have one number per channel; with is_scale, "
            "pixel values are first divided by 255. Raises fastdeploy.Error (a ValueError).")
        .def(
            "disable_normalize",
            [](const Shared<Pre>& self) { self.Use([](Pre& stage) { stage.DisableNormalize(); }); },
            "Turns normalisation off: the tensors contain the uint8 values of the pixels.")
        .def(
            "disable_permute",
            [](const Shared<Pre>& self) { self.Use([](Pre& stage) { stage.DisablePermute(); }); },
            "Leaves the channels last: tensors of shape [N, H, W, 3].")
        .def(
            "use_cuda",
            [](const Shared<Pre>& self, bool enable_cv_cuda, int gpu_id) {
              self.Get().UseCuda(enable_cv_cuda, gpu_id);
            },
            nb::arg("enable_cv_cuda") = false, nb::arg("gpu_id") = -1,
            "Kept for 1.x: warns that images are prepared on the CPU.");
  }

  /// Adds the constructor that reads the exporter's YAML.
  PreprocessorClass& FromConfig() {
    this->Class().def(
        "__init__",
        [](Shared<Pre>* self, const std::filesystem::path& config_file) {
          new (self) Shared<Pre>(Pre(config_file.string()));
        },
        nb::arg("config_file"), "Reads the exporter's YAML. Raises fastdeploy.Error.");
    return *this;
  }
};

/// The tensors for images, and the geometry that the postprocessor needs.
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
