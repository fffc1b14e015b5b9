// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cstddef>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bindings/file.h"

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

/// An image argument as a cv::Mat: an array, a picture file or an image of Pillow. Create and
/// destroy it with the GIL held.
class Picture {
 public:
  /// Reads what the argument stands for; files are read with the GIL released. `name` is the
  /// argument's name in messages.
  ///
  /// An array is uint8 of shape (height, width, 3), BGR; (height, width) or (height, width, 1),
  /// grey; or (height, width, 4), BGRA, whose alpha is dropped. Its own memory is used, and kept
  /// alive, if it is BGR and the pixels of each row are contiguous. A file is given by its path
  /// (str, os.PathLike) or its contents (bytes, bytearray), and has one page.
  ///
  /// Throws Error: kInvalidArgument for anything else; what images::ReadSource and
  /// images::OpenPages throw for a file.
  explicit Picture(const Image& image, const std::string& name = "image");

  /// The same, but a file is not read before Read() is called: by another thread, perhaps.
  static Picture Unread(const Image& image, const std::string& name = "image");
  /// Reads the file, if it is one that has not been read. Needs no GIL.
  void Read();

  [[nodiscard]] const cv::Mat& Mat() const { return mat_; }

 private:
  Picture() = default;
  void Take(const Image& image, const std::string& name);
  void TakeArray(const nb::object& object, const std::string& name);

  nb::ndarray<nb::ro> array_;
  std::optional<File> file_;  ///< not read yet
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
  NB_TYPE_CASTER(fastdeploy::python::Image,
                 const_name("numpy.typing.NDArray[typing.Any] | str | os.PathLike[str] | bytes | "
                            "bytearray | fastdeploy._pillow.PillowImage"))

  bool from_python(handle source, uint32_t, cleanup_list*) noexcept {
    value.object = borrow(source);
    return true;
  }
};
