// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "fastdeploy/compat/processor.h"
#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

// 1.x's steps that change the size of an image. Each can be called as an object or by Run. They
// return false and log an error if they cannot. `interp` is OpenCV's code: 0 nearest, 1 linear, ...

/// To width x height; or, if these are not positive, times scale_w and scale_h. With `use_scale`,
/// pixels are sampled by the factors.
class FASTDEPLOY_DECL Resize : public PixelProcessor {
 public:
  Resize(int width, int height, float scale_w = -1, float scale_h = -1, int interp = 1,
         bool use_scale = false)
      : width_(width),
        height_(height),
        scale_w_(scale_w),
        scale_h_(scale_h),
        interp_(interp),
        use_scale_(use_scale) {}
  static bool Run(FDMat* mat, int width, int height, float scale_w = -1, float scale_h = -1,
                  int interp = 1, bool use_scale = false, ProcLib lib = ProcLib::DEFAULT) {
    return Resize(width, height, scale_w, scale_h, interp, use_scale)(mat, lib);
  }
  std::string Name() override { return "Resize"; }
  bool SetWidthAndHeight(int width, int height) {
    width_ = width;
    height_ = height;
    return true;
  }
  std::tuple<int, int> GetWidthAndHeight() { return {width_, height_}; }

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  int width_;
  int height_;
  float scale_w_;
  float scale_h_;
  int interp_;
  bool use_scale_;
};

/// The shorter side to `target_size`, ratio kept; but at most to `max_hw`, {height, width}.
class FASTDEPLOY_DECL ResizeByShort : public PixelProcessor {
 public:
  explicit ResizeByShort(int target_size, int interp = 1, bool use_scale = true,
                         const std::vector<int>& max_hw = {})
      : target_size_(target_size), interp_(interp), use_scale_(use_scale), max_hw_(max_hw) {}
  static bool Run(FDMat* mat, int target_size, int interp = 1, bool use_scale = true,
                  const std::vector<int>& max_hw = {}, ProcLib lib = ProcLib::DEFAULT) {
    return ResizeByShort(target_size, interp, use_scale, max_hw)(mat, lib);
  }
  std::string Name() override { return "ResizeByShort"; }

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  int target_size_;
  int interp_;
  bool use_scale_;
  std::vector<int> max_hw_;
};

/// Both sides down to a multiple of `stride`, but to at least one stride.
class FASTDEPLOY_DECL LimitByStride : public PixelProcessor {
 public:
  explicit LimitByStride(int stride = 32, int interp = 1) : stride_(stride), interp_(interp) {}
  static bool Run(FDMat* mat, int stride = 32, int interp = 1, ProcLib lib = ProcLib::DEFAULT) {
    return LimitByStride(stride, interp)(mat, lib);
  }
  std::string Name() override { return "LimitByStride"; }

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  int stride_;
  int interp_;
};

/// The shorter side into [min_short, max_short], ratio kept; -1: no limit.
class FASTDEPLOY_DECL LimitShort : public PixelProcessor {
 public:
  explicit LimitShort(int max_short = -1, int min_short = -1, int interp = 1)
      : max_short_(max_short), min_short_(min_short), interp_(interp) {}
  static bool Run(FDMat* mat, int max_short = -1, int min_short = -1, int interp = 1,
                  ProcLib lib = ProcLib::DEFAULT) {
    return LimitShort(max_short, min_short, interp)(mat, lib);
  }
  static bool Run(FDMat* mat, int max_short, int min_short, ProcLib lib) {
    return LimitShort(max_short, min_short)(mat, lib);
  }
  [[nodiscard]] int GetMaxShort() const { return max_short_; }
  std::string Name() override { return "LimitShort"; }

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  int max_short_;
  int min_short_;
  int interp_;
};

/// Crops the middle of an image, which must be at least this large.
class FASTDEPLOY_DECL CenterCrop : public PixelProcessor {
 public:
  CenterCrop(int width, int height) : width_(width), height_(height) {}
  static bool Run(FDMat* mat, const int& width, const int& height, ProcLib lib = ProcLib::DEFAULT) {
    return CenterCrop(width, height)(mat, lib);
  }
  std::string Name() override { return "CenterCrop"; }

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  int width_;
  int height_;
};

/// Crops a part of an image, which must lie inside it.
class FASTDEPLOY_DECL Crop : public PixelProcessor {
 public:
  Crop(int offset_w, int offset_h, int width, int height)
      : part_(offset_w, offset_h, width, height) {}
  static bool Run(FDMat* mat, int offset_w, int offset_h, int width, int height,
                  ProcLib lib = ProcLib::DEFAULT) {
    return Crop(offset_w, offset_h, width, height)(mat, lib);
  }
  std::string Name() override { return "Crop"; }

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  cv::Rect part_;
};

/// Adds rows and columns with a value for each channel.
class FASTDEPLOY_DECL Pad : public PixelProcessor {
 public:
  Pad(int top, int bottom, int left, int right, const std::vector<float>& value)
      : top_(top), bottom_(bottom), left_(left), right_(right), value_(value) {}
  static bool Run(FDMat* mat, const int& top, const int& bottom, const int& left, const int& right,
                  const std::vector<float>& value, ProcLib lib = ProcLib::DEFAULT) {
    return Pad(top, bottom, left, right, value)(mat, lib);
  }
  std::string Name() override { return "Pad"; }

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  int top_;
  int bottom_;
  int left_;
  int right_;
  std::vector<float> value_;
};

/// Pads on the right and below to a size, which must be at least that of the image.
class FASTDEPLOY_DECL PadToSize : public PixelProcessor {
 public:
  PadToSize(int width, int height, const std::vector<float>& value)
      : width_(width), height_(height), value_(value) {}
  static bool Run(FDMat* mat, int width, int height, const std::vector<float>& value,
                  ProcLib lib = ProcLib::DEFAULT) {
    return PadToSize(width, height, value)(mat, lib);
  }
  std::string Name() override { return "PadToSize"; }

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  int width_;
  int height_;
  std::vector<float> value_;
};

/// Pads on the right and below to multiples of `stride`.
class FASTDEPLOY_DECL StridePad : public PixelProcessor {
 public:
  explicit StridePad(int stride, const std::vector<float>& value = {0, 0, 0})
      : stride_(stride), value_(value) {}
  static bool Run(FDMat* mat, int stride, const std::vector<float>& value = {0, 0, 0},
                  ProcLib lib = ProcLib::DEFAULT) {
    return StridePad(stride, value)(mat, lib);
  }
  std::string Name() override { return "StridePad"; }

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  int stride_;
  std::vector<float> value_;
};

/// OpenCV's warpAffine.
class FASTDEPLOY_DECL WarpAffine : public PixelProcessor {
 public:
  WarpAffine(const cv::Mat& matrix, int width, int height, int interp = 1, int border_mode = 0,
             const cv::Scalar& border_value = cv::Scalar())
      : matrix_(matrix),
        size_(width, height),
        interp_(interp),
        border_mode_(border_mode),
        border_value_(border_value) {}
  static bool Run(FDMat* mat, const cv::Mat& matrix, int width, int height, int interp = 1,
                  int border_mode = 0, const cv::Scalar& border_value = cv::Scalar(),
                  ProcLib lib = ProcLib::DEFAULT) {
    return WarpAffine(matrix, width, height, interp, border_mode, border_value)(mat, lib);
  }
  std::string Name() override { return "WarpAffine"; }
  bool SetTransformMatrix(const cv::Mat& matrix) {
    matrix_ = matrix;
    return true;
  }
  std::tuple<int, int> GetWidthAndHeight() { return {size_.width, size_.height}; }

 private:
  [[nodiscard]] cv::Mat Process(const cv::Mat& image) const override;

  cv::Mat matrix_;
  cv::Size size_;
  int interp_;
  int border_mode_;
  cv::Scalar border_value_;
};

}  // namespace fastdeploy::vision
