// SPDX-License-Identifier: Apache-2.0
#include "bindings/image.h"

#include <array>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>

#include "bindings/array.h"
#include "bindings/shared.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::python {
namespace {

[[noreturn]] void Refuse(const std::string& name, const std::string& found) {
  throw Error(
      ErrorKind::kInvalidArgument,
      name +
          ": expected a uint8 array of shape (height, width, 3), BGR, or one that is grey "
          "(height, width) or BGRA (height, width, 4); or the path or the bytes of a picture "
          "file, or an image of Pillow; found " +
          found);
}

/// The channels of an image: 1, 3 or 4; 0 for an array that is none.
int ChannelsOf(const nb::ndarray<nb::ro>& array) {
  if (array.dtype() != nb::dtype<uint8_t>()) return 0;
  if (array.ndim() == 2) return 1;
  const size_t channels = array.ndim() == 3 ? array.shape(2) : 0;
  return channels == 1 || channels == 3 || channels == 4 ? static_cast<int>(channels) : 0;
}

/// Copies pixel by pixel, for any strides.
cv::Mat Copy(const nb::ndarray<nb::ro>& array, int channels) {
  const auto height = static_cast<int>(array.shape(0));
  const auto width = static_cast<int>(array.shape(1));
  const int64_t step = array.ndim() == 3 ? array.stride(2) : 1;
  cv::Mat copy(height, width, CV_8UC(channels));
  const auto* start = static_cast<const uint8_t*>(array.data());
  for (int y = 0; y < height; ++y) {
    const uint8_t* row = start + y * array.stride(0);
    auto* out = copy.ptr<uint8_t>(y);
    for (int x = 0; x < width; ++x) {
      const uint8_t* pixel = row + x * array.stride(1);
      for (int c = 0; c < channels; ++c) *out++ = pixel[c * step];
    }
  }
  return copy;
}

}  // namespace

Picture::Picture(const Image& image, const std::string& name) {
  Take(image, name);
  if (file_) WithoutGil([&] { Read(); });
}

Picture Picture::Unread(const Image& image, const std::string& name) {
  Picture picture;
  picture.Take(image, name);
  return picture;
}

void Picture::Read() {
  if (!file_) return;
  mat_ = std::move(*file_).Page();
  file_.reset();
}

void Picture::Take(const Image& image, const std::string& name) {
  if (image.object.is_none()) {
    Refuse(name, "None, which cv2.imread returns for a file that it cannot read");
  }
  file_ = FileOf(image.object, name);
  if (file_) return;
  // Images of Pillow are no arrays of their pixels: their mode says what the bytes are.
  const bool pillow = nb::hasattr(image.object, "getexif") && nb::hasattr(image.object, "mode");
  TakeArray(
      pillow
          ? nb::module_::import_("fastdeploy._pillow").attr("to_array")(image.object, name.c_str())
          : image.object,
      name);
}

void Picture::TakeArray(const nb::object& object, const std::string& name) {
  if (!nb::try_cast(object, array_)) Refuse(name, nb::str(object.type()).c_str());
  const int channels = ChannelsOf(array_);
  if (channels == 0) {
    std::string shape;
    for (size_t i = 0; i < array_.ndim(); ++i) {
      shape += (i == 0 ? "" : ", ") + std::to_string(array_.shape(i));
    }
    const nb::object dtype = nb::getattr(object, "dtype", nb::str("unknown"));
    Refuse(name, "dtype " + std::string(nb::str(dtype).c_str()) + " and shape (" + shape + ")");
  }
  RequireCpu(array_, name);
  const size_t rows = array_.shape(0);
  const size_t columns = array_.shape(1);
  if (rows == 0 || columns == 0) Refuse(name, "an empty array");
  if (rows > kMostSide || columns > kMostSide || rows * columns > kMostPixels) {
    throw Error(ErrorKind::kInvalidArgument,
                name + ": expected at most " + std::to_string(kMostSide) + " pixels a side and " +
                    std::to_string(kMostPixels) + " in all, found " + std::to_string(rows) + " x " +
                    std::to_string(columns));
  }
  const int64_t row = array_.stride(0);
  const auto width = static_cast<int64_t>(array_.shape(1));
  const bool interleaved = array_.ndim() == 2 || array_.stride(2) == 1;
  if (interleaved && array_.stride(1) == channels && row >= channels * width) {
    // cv::Mat cannot wrap const data; models only read it.
    auto* pixels = const_cast<void*>(array_.data());  // NOLINT(*-const-cast)
    mat_ = cv::Mat(static_cast<int>(array_.shape(0)), static_cast<int>(width), CV_8UC(channels),
                   pixels, static_cast<size_t>(row));
  } else {
    mat_ = Copy(array_, channels);
  }
  if (channels != 3) {
    cv::cvtColor(cv::Mat(mat_), mat_, channels == 1 ? cv::COLOR_GRAY2BGR : cv::COLOR_BGRA2BGR);
  }
}

std::vector<Picture> Pictures(const std::vector<Image>& images, const std::string& name) {
  std::vector<Picture> pictures;
  for (size_t i = 0; i < images.size(); ++i) {
    pictures.emplace_back(images[i], name + "[" + std::to_string(i) + "]");
  }
  return pictures;
}

std::vector<cv::Mat> Mats(const std::vector<Picture>& pictures) {
  std::vector<cv::Mat> mats;
  for (const Picture& picture : pictures) mats.push_back(picture.Mat());
  return mats;
}

nb::ndarray<nb::numpy, uint8_t, nb::ndim<3>> ToArray(const cv::Mat& image) {
  auto* kept = new cv::Mat(image.isContinuous() ? image : image.clone());
  const nb::capsule owner(kept, [](void* mat) noexcept { delete static_cast<cv::Mat*>(mat); });
  const std::array<size_t, 3> shape = {static_cast<size_t>(kept->rows),
                                       static_cast<size_t>(kept->cols),
                                       static_cast<size_t>(kept->channels())};
  return {kept->data, shape.size(), shape.data(), owner};
}

}  // namespace fastdeploy::python
