// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/error.h"

#include "bindings/errors.h"
#include "bindings/module.h"

namespace fastdeploy::python {
namespace {

/// The Python class (fastdeploy/errors.py) for a kind of error.
nb::object ClassOf(ErrorKind kind) {
  const auto name = [&] {
    switch (kind) {
      case ErrorKind::kInvalidArgument:
        return "InvalidArgumentError";
      case ErrorKind::kNotFound:
        return "NotFoundError";
      case ErrorKind::kInvalidFile:
        return "InvalidFileError";
      case ErrorKind::kUnsupported:
        return "UnsupportedError";
      case ErrorKind::kRuntime:
        break;
    }
    return "Error";
  };
  return nb::module_::import_("fastdeploy.errors").attr(name());
}

void Translate(const std::exception_ptr& exception, void* /*unused*/) {
  try {
    std::rethrow_exception(exception);
  } catch (const Error& error) {
    PyErr_SetString(ClassOf(error.Kind()).ptr(), error.what());
  }
}

}  // namespace

nb::object CurrentException() {
  try {
    throw;
  } catch (const Error& error) {
    return ClassOf(error.Kind())(error.what());
  } catch (nb::python_error& error) {
    return nb::borrow(error.value());
  } catch (const std::exception& error) {
    return ClassOf(ErrorKind::kRuntime)(error.what());
  } catch (...) {
    return ClassOf(ErrorKind::kRuntime)("unknown error");
  }
}

void BindErrors(nb::module_& /*module*/) { nb::register_exception_translator(Translate); }

}  // namespace fastdeploy::python
