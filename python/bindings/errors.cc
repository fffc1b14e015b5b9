// SPDX-License-Identifier: Apache-2.0
#include "bindings/errors.h"

#include <cxxabi.h>

#include <exception>
#include <string>

#include "bindings/gil.h"
#include "bindings/module.h"
#include "bindings/text.h"
#include "fastdeploy/core/current_error.h"

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

nb::object Made(ErrorKind kind, const std::string& text) { return ClassOf(kind)(text); }

/// The last net for what the library did not make an Error: nanobind hands over all that is none of
/// its own exceptions.
void Translate(const std::exception_ptr& exception, void* /*unused*/) {
  try {
    std::rethrow_exception(exception);
  } catch (const nb::python_error&) {
    throw;
  } catch (const nb::builtin_exception&) {
    throw;
  } catch (...) {
    const nb::object raised = CurrentException();
    PyErr_SetObject(raised.type().ptr(), raised.ptr());
  }
}

}  // namespace

nb::object CurrentException() {
  try {
    throw;
  } catch (nb::python_error& error) {
    return nb::borrow(error.value());
  } catch (const std::exception&) {
    const Error error = CurrentError();
    return Made(error.Kind(), error.what());
  } catch (const abi::__forced_unwind&) {
    StopThread();
  } catch (...) {
    return Made(ErrorKind::kRuntime, "unknown error");
  }
}

void BindErrors(nb::module_& /*module*/) { nb::register_exception_translator(Translate); }

}  // namespace fastdeploy::python
