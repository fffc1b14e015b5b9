// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

namespace fastdeploy::python {

/// Binds the reader of picture files.
void BindFile(nanobind::module_& module);

}  // namespace fastdeploy::python
