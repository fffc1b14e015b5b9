// SPDX-License-Identifier: Apache-2.0
#include "bindings/array.h"

#include "fastdeploy/core/error.h"

namespace fastdeploy::python {
namespace {

/// Device types of DLPack.
constexpr int kCpu = 1;
constexpr int kCudaHost = 3;
constexpr int kRocmHost = 11;

std::string DeviceName(int type) {
  switch (type) {
    case 2:
      return "CUDA";
    case 4:
      return "OpenCL";
    case 7:
      return "Vulkan";
    case 8:
      return "Metal";
    case 10:
      return "ROCm";
    case 13:
      return "CUDA (managed)";
    case 14:
      return "oneAPI";
    default:
      return "DLPack device type " + std::to_string(type);
  }
}

bool IsDense(const nb::ndarray<nb::ro>& array) {
  int64_t expected = 1;
  for (size_t i = array.ndim(); i-- > 0;) {
    const auto size = static_cast<int64_t>(array.shape(i));
    if (size == 0) return true;
    if (size != 1 && array.stride(i) != expected) return false;
    expected *= size;
  }
  return true;
}

}  // namespace

void RequireCpu(const nb::ndarray<nb::ro>& array, const std::string& name) {
  const int type = array.device_type();
  if (type == kCpu || type == kCudaHost || type == kRocmHost) return;
  throw Error(ErrorKind::kInvalidArgument,
              name + ": expected an array in the CPU's memory; found one on device " +
                  DeviceName(type) + ":" + std::to_string(array.device_id()) +
                  ": copy it to the CPU first");
}

Dense DenseOf(const Array& array, const std::string& name, bool share) {
  Dense dense;
  nb::ndarray<> writable;
  if (share && nb::try_cast(array.object, writable, false)) {
    dense = {nb::ndarray<nb::ro>(writable), true};
  } else if (!nb::try_cast(array.object, dense.array)) {
    const std::string text =
        name + ": expected an array, found " + nb::str(array.object.type()).c_str();
    throw nb::type_error(text.c_str());
  }
  RequireCpu(dense.array, name);
  if (IsDense(dense.array)) return dense;
  nb::ndarray<nb::ro, nb::c_contig> copy;
  if (!nb::try_cast(array.object, copy)) {
    throw Error(ErrorKind::kInvalidArgument,
                name + ": expected an array whose elements are dense and in C's order");
  }
  return {nb::ndarray<nb::ro>(copy), true};
}

}  // namespace fastdeploy::python
