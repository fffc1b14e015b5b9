// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

namespace fastdeploy::python {

namespace nb = nanobind;

/// Converts the C++ exception that is being handled to a Python exception. Call it in a catch
/// block, with the GIL held.
nb::object CurrentException();

}  // namespace fastdeploy::python
