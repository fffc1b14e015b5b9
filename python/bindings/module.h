// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

namespace fastdeploy::python {

namespace nb = nanobind;

// One file each; module.cc calls them.
void BindErrors(nb::module_& module);
void BindTensor(nb::module_& module);
void BindOption(nb::module_& module);
void BindRuntime(nb::module_& module);
void BindPool(nb::module_& module);
void BindVisualize(nb::module_& module);

// A family is a file that defines one of these, and its row in module.cc.
void BindClassification(nb::module_& module);
void BindOcr(nb::module_& module);
void BindPpocr(nb::module_& module);
void BindDetection(nb::module_& module);
void BindSegmentation(nb::module_& module);

}  // namespace fastdeploy::python
