// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <string>

namespace fastdeploy::python {

namespace nb = nanobind;

/// An array argument of a bound function. The type caster accepts any object; DenseOf then refuses
/// what is no array, with a clearer message than nanobind's "incompatible function arguments".
struct Array {
  nb::object object;
};

/// An array in memory that the CPU reads, its elements in C's order.
struct Dense {
  nb::ndarray<nb::ro> array;
  bool writable = false;
};

/// An array that a bound function returns, read-only or not. Stubs show it as an array.
struct NumpyArray {
  nb::object object;
};

/// Throws Error that names the device, unless the array's memory is the CPU's. `name` is the
/// argument's name in the message.
void RequireCpu(const nb::ndarray<nb::ro>& array, const std::string& name);

/// The array itself, or a copy if its elements are not dense. Throws Error (kInvalidArgument) for
/// an array that is not on the CPU, and Python's TypeError for what is no array. Finds out whether
/// the memory is writable only if `share`.
Dense DenseOf(const Array& array, const std::string& name, bool share = false);

}  // namespace fastdeploy::python

template <>
struct nanobind::detail::type_caster<fastdeploy::python::Array> {
  NB_TYPE_CASTER(fastdeploy::python::Array, make_caster<ndarray<numpy>>::Name)

  bool from_python(handle source, uint32_t, cleanup_list*) noexcept {
    value.object = borrow(source);
    return true;
  }
};

template <>
struct nanobind::detail::type_caster<fastdeploy::python::NumpyArray> {
  NB_TYPE_CASTER(fastdeploy::python::NumpyArray, make_caster<ndarray<numpy>>::Name)

  static handle from_cpp(const fastdeploy::python::NumpyArray& value, rv_policy,
                         cleanup_list*) noexcept {
    return value.object.inc_ref();
  }
};
