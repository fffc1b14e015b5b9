// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision {

/// The libraries that 1.x can process images with. Here it is always OpenCV.
enum class ProcLib { DEFAULT, OPENCV, FLYCV, CUDA, CVCUDA };

/// The order of an image's values: interleaved, or in planes.
enum Layout { HWC, CHW };

/// 1.x's image: a cv::Mat, to and from which it converts, and the order of its values. Copies share
/// the pixels. Models and pipelines take cv::Mat; this is what 1.x's pre-processing takes.
class FASTDEPLOY_DECL Mat {
 public:
  Mat() = default;
  /// Shares the pixels of `image`.
  Mat(const cv::Mat& image) : mat_(image) {}
  operator const cv::Mat&() const { return mat_; }

  void SetMat(const cv::Mat& image);
  /// The image. In the layout CHW, its planes one below the other.
  cv::Mat* GetOpenCVMat() { return &mat_; }
  [[nodiscard]] const cv::Mat* GetOpenCVMat() const { return &mat_; }
  /// The pixels, and a tensor that borrows them (made continuous first).
  void* Data();
  FDTensor* Tensor();
  /// Takes the elements of a tensor [H, W, C] or, in the layout CHW, [C, H, W]. Shares its memory.
  /// Throws Error for other shapes.
  void SetTensor(FDTensor* tensor) { *this = Create(*tensor, layout); }
  /// The same; keeps the tensor alive.
  void SetTensor(std::shared_ptr<FDTensor>& tensor);

  [[nodiscard]] FDDataType Type() const;
  [[nodiscard]] int Channels() const { return layout == CHW ? planes_ : mat_.channels(); }
  [[nodiscard]] int Width() const { return mat_.cols; }
  [[nodiscard]] int Height() const { return layout == CHW ? mat_.rows / planes_ : mat_.rows; }
  // Kept for 1.x: the sizes are those of the image.
  void SetChannels(int /*channels*/) {}
  void SetWidth(int /*width*/) {}
  void SetHeight(int /*height*/) {}

  /// Makes the tensor borrow the pixels, or copies them into it: [H, W, C], or [C, H, W] in the
  /// layout CHW.
  void ShareWithTensor(FDTensor* tensor);
  void CopyToTensor(FDTensor* tensor);
  /// Prints size, type and mean to standard output.
  void PrintInfo(const std::string& flag) const;

  /// Turns an HWC image into planes.
  void Permute();

  /// Images over the memory of a tensor [H, W, C] (or [C, H, W]) or of a buffer. Throw Error for
  /// other shapes and for types that OpenCV does not have.
  static Mat Create(const FDTensor& tensor, Layout layout = HWC);
  static Mat Create(const FDTensor& tensor, ProcLib /*lib*/) { return Create(tensor); }
  static Mat Create(int height, int width, int channels, FDDataType type, void* data);
  static Mat Create(int height, int width, int channels, FDDataType type, void* data,
                    ProcLib /*lib*/) {
    return Create(height, width, channels, type, data);
  }

  // Kept for 1.x, except `layout`.
  ProcLib mat_type = ProcLib::OPENCV;
  ProcLib proc_lib = ProcLib::DEFAULT;
  Layout layout = HWC;
  Device device = CPU;
  FDTensor* input_cache = nullptr;
  FDTensor* output_cache = nullptr;

 private:
  cv::Mat mat_;
  int planes_ = 1;
  FDTensor tensor_;
  std::shared_ptr<FDTensor> source_;
};

using FDMat = Mat;

/// Images that share their pixels with OpenCV's.
inline FDMat WrapMat(const cv::Mat& image) { return image; }
FASTDEPLOY_DECL std::vector<FDMat> WrapMat(const std::vector<cv::Mat>& images);
/// OpenCV's images, which share their pixels.
FASTDEPLOY_DECL std::vector<cv::Mat> UnwrapMat(const std::vector<FDMat>& images);

/// Whether the images have the same size and number of channels.
FASTDEPLOY_DECL bool CheckShapeConsistency(std::vector<Mat>* images);

enum FDMatBatchLayout { NHWC, NCHW };

/// 1.x's batch of images.
class FASTDEPLOY_DECL FDMatBatch {
 public:
  FDMatBatch() = default;
  explicit FDMatBatch(std::vector<FDMat>* images) : mats(images) {}

  void SetMats(std::vector<FDMat>* images) { mats = images; }
  /// The images, which must have the same size, copied into one tensor [N, H, W, C] or [N, C, H,
  /// W]. Throws Error.
  FDTensor* Tensor();

  std::vector<FDMat>* mats = nullptr;
  ProcLib mat_type = ProcLib::OPENCV;
  FDMatBatchLayout layout = NHWC;
  Device device = CPU;
  ProcLib proc_lib = ProcLib::DEFAULT;

 private:
  FDTensor tensor_;
};

}  // namespace fastdeploy::vision
