// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

namespace fastdeploy::python {

namespace nb = nanobind;

/// The bounds of an image: each side, and their product.
constexpr size_t kMostSide = size_t{1} << 20;
constexpr size_t kMostPixels = size_t{1} << 30;

/// An image argument of a bound function. The type caster accepts any object; Picture then refuses
/// what is not an image, with a clearer message than nanobind's "incompatible function arguments".
struct Image {
  nb::object object;
};

/// An image argument as a cv::Mat: over the array's own memory if it is BGR and the pixels of each
/// row are contiguous, else a copy. Keeps the array alive. Create and destroy it with the GIL held.
class Picture {
 public:
  /// Throws Error (kInvalidArgument) unless `image` is a uint8 array of shape (height, width, 3);
  /// or (height, width) or (height, width, 1), grey; or (height, width, 4), BGRA, whose alpha is
  /// dropped. `name` is the argument's name in the message.
  explicit Picture(const Image& image, const std::string& name = "image");

  [[nodiscard]] const cv::Mat& Mat() const { return mat_; }

 private:
  nb::ndarray<nb::ro> array_;
  cv::Mat mat_;
};

/// The same for a list of images, of the argument `name`.
std::vector<Picture> Pictures(const std::vector<Image>& images, const std::string& name = "images");
std::vector<cv::Mat> Mats(const std::vector<Picture>& pictures);

/// A NumPy array that views the pixels of an image and keeps them alive.
nb::ndarray<nb::numpy, uint8_t, nb::ndim<3>> ToArray(const cv::Mat& image);

}  // namespace fastdeploy::python

// Also lets None through, which cv2.imread returns for a file that it cannot read.
template <>
struct nanobind::detail::has_arg_defaults<fastdeploy::python::Image> {
  static constexpr bool value = true;
};

template <>
struct nanobind::detail::type_caster<fastdeploy::python::Image> {
  NB_TYPE_CASTER(fastdeploy::python::Image, const_name("numpy.typing.NDArray[typing.Any]"))

  bool from_python(handle source, uint32_t, cleanup_list*) noexcept {
    value.object = borrow(source);
    return true;
  }
};
