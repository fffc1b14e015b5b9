// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

#include "fastdeploy/runtime/runtime_option.h"

namespace fastdeploy::python {

namespace nb = nanobind;

/// The options of 1.x's backends that this library does not have.
void BindAbsentOptions(nb::module_& module);
/// 1.x's methods of RuntimeOption for those, and older names of others.
void BindOlderNames(nb::class_<RuntimeOption>& option);

}  // namespace fastdeploy::python
