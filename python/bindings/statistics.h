// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/array.h>

#include <array>

#include "bindings/shared.h"
#include "fastdeploy/vision/transform/write_tensor.h"

namespace fastdeploy::python {

namespace nb = nanobind;

/// One part of a preprocessor's normalisation as an attribute, as in 1.x's first releases.
template <typename Pre, typename Value>
void BindStatistic(nb::class_<Shared<Pre>>& type, const char* name,
                   Value (*get)(const vision::transform::Normalize&),
                   void (*set)(vision::transform::Normalize&, const Value&), const char* doc) {
  type.def_prop_rw(
      name,
      [get](const Shared<Pre>& self) {
        return self.Use([&](const Pre& stage) { return get(stage.GetPreparation().normalize); });
      },
      [set](const Shared<Pre>& self, const Value& value) {
        self.Use([&](Pre& stage) {
          vision::transform::Normalize normalize = stage.GetPreparation().normalize;
          set(normalize, value);
          stage.SetNormalize(normalize);
        });
      },
      doc);
}

/// The attributes mean, scale and is_scale of a preprocessor.
template <typename Pre>
void BindStatistics(nb::class_<Shared<Pre>>& type) {
  using Numbers = std::array<float, 3>;
  BindStatistic<Pre, Numbers>(
      type, "mean", [](const vision::transform::Normalize& from) { return from.mean; },
      [](vision::transform::Normalize& to, const Numbers& value) { to.mean = value; },
      "The mean of each channel.");
  BindStatistic<Pre, Numbers>(
      type, "scale", [](const vision::transform::Normalize& from) { return from.std; },
      [](vision::transform::Normalize& to, const Numbers& value) {
        to = vision::transform::MakeNormalize({to.mean.begin(), to.mean.end()},
                                              {value.begin(), value.end()}, to.scale != 1);
      },
      "The standard deviation of each channel, under 1.x's name.");
  BindStatistic<Pre, bool>(
      type, "is_scale", [](const vision::transform::Normalize& from) { return from.scale != 1; },
      [](vision::transform::Normalize& to, const bool& value) {
        to = vision::transform::MakeNormalize({to.mean.begin(), to.mean.end()},
                                              {to.std.begin(), to.std.end()}, value);
      },
      "Whether pixel values are divided by 255 first.");
}

}  // namespace fastdeploy::python
