// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

namespace fastdeploy::python {

namespace nb = nanobind;

// Each is defined in a file of its own and called by module.cc.
void BindErrors(nb::module_& module);
void BindTensor(nb::module_& module);
void BindOption(nb::module_& module);
void BindBase(nb::module_& module);
void BindRuntime(nb::module_& module);
void BindConvert(nb::module_& module);
void BindFile(nb::module_& module);
void BindPool(nb::module_& module);
void BindProcessors(nb::module_& module);

/// Calls families::<file>(module) for every file in families/. CMake generates this function and
/// the declarations.
void BindFamilies(nb::module_& module);

}  // namespace fastdeploy::python
