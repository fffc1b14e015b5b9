// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <opencv2/core.hpp>
#include <vector>

namespace fastdeploy::python {

namespace nb = nanobind;

/// An argument that is to be an image. Anything passes as one, so that what is no image is refused
/// with its own words (Picture) and not as a call that matches no signature.
struct Image {
  nb::object object;
};

/// An image argument as OpenCV sees it: the array's own memory where the pixels of a row lie side
/// by side, else a copy. Keeps the array alive. To be made and destroyed with the GIL held.
class Picture {
 public:
  /// Throws Error (kInvalidArgument) unless `image` is an array of uint8 and shape (height, width,
  /// 3). `name` is what the message calls it.
  explicit Picture(const Image& image, const std::string& name = "image");

  [[nodiscard]] const cv::Mat& Mat() const { return mat_; }

 private:
  nb::ndarray<nb::ro> array_;
  cv::Mat mat_;
};

/// The images of a list.
std::vector<Picture> Pictures(const std::vector<Image>& images);
std::vector<cv::Mat> Mats(const std::vector<Picture>& pictures);

/// A NumPy array over the pixels of an image, which it keeps alive.
nb::ndarray<nb::numpy, uint8_t, nb::ndim<3>> ToArray(const cv::Mat& image);

}  // namespace fastdeploy::python

// None comes through as well: it is what cv2.imread gives for a file that it cannot read.
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
