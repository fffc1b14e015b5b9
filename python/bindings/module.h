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

/// Calls families::<file>(module) of every file in families/. CMake writes this, and their
/// declarations.
void BindFamilies(nb::module_& module);

}  // namespace fastdeploy::python
