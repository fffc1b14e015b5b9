// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>

namespace fastdeploy::python {

namespace nb = nanobind;

/// The C++ exception in flight as a Python exception. To be called in a catch block, with the GIL.
nb::object CurrentException();

}  // namespace fastdeploy::python
