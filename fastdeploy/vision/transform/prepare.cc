// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/transform/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/proportion.h"
#include "fastdeploy/vision/image.h"

namespace fastdeploy::vision {
namespace {

using transform::ApplyNext;
using transform::Layout;
using transform::SizeAfter;
using transform::Step;
using transform::WriteTensor;

int UpTo(int side, int multiple) { return (side + multiple - 1) / multiple * multiple; }

/// The sizes of the images after the steps.
std::vector<cv::Size> SizesAfter(std::span<const cv::Mat> images, std::span<const Step> steps) {
  std::vector<cv::Size> sizes;
  for (const cv::Mat& image : images) {
    CheckImage(image);
    cv::Size size = image.size();
    for (const Step& step : steps) size = SizeAfter(step, size);
    sizes.push_back(size);
  }
  return sizes;
}

/// The height and width of the tensor for images of these sizes.
cv::Size TensorSize(std::span<const cv::Size> sizes, const BatchSize& batch) {
  cv::Size all;
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (batch.uneven == UnevenBatch::kRefuse && sizes[i] != sizes[0]) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("images of one batch must have the same size after preparation: "
                              "image {} is {}x{}, the first is {}x{}",
                              i, sizes[i].width, sizes[i].height, sizes[0].width, sizes[0].height));
    }
    all.width = std::max(all.width, UpTo(sizes[i].width, batch.multiple));
    all.height = std::max(all.height, UpTo(sizes[i].height, batch.multiple));
  }
  if (!batch.fixed.empty()) {
    if (all.width > batch.fixed.width || all.height > batch.fixed.height) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("an image of {}x{} does not fit into an input of {}x{}", all.width,
                              all.height, batch.fixed.width, batch.fixed.height));
    }
    all = batch.fixed;
  }
  if (double(all.width) * all.height > kMostPixels) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("the images need an input of {}x{}, which is more than {} pixels",
                            all.width, all.height, kMostPixels));
  }
  return all;
}

cv::Mat PaddedWithBlack(const cv::Mat& image, cv::Size size) {
  if (image.size() == size) return image;
  cv::Mat padded;
  cv::copyMakeBorder(image, padded, 0, size.height - image.rows, 0, size.width - image.cols,
                     cv::BORDER_CONSTANT | cv::BORDER_ISOLATED, cv::Scalar());
  return padded;
}

}  // namespace

std::vector<int64_t> TensorShape(int64_t images, int64_t height, int64_t width,
                                 const Layout& layout, int64_t channels) {
  return layout.chw ? std::vector<int64_t>{images, channels, height, width}
                    : std::vector<int64_t>{images, height, width, channels};
}

cv::Mat ApplySteps(std::span<const Step> steps, const cv::Mat& image, PrepareScratch* scratch,
                   Geometry* geometry) {
  *geometry = Geometry(image.size());
  scratch->buffers.resize(steps.size());
  cv::Mat prepared = image;
  for (size_t i = 0; !steps.empty(); ++i) {
    prepared = ApplyNext(&steps, prepared, &scratch->buffers[i], geometry);
  }
  return prepared;
}

std::vector<Geometry> Prepare(std::span<const cv::Mat> images, const Preparation& preparation,
                              const BatchSize& batch, PrepareScratch* scratch, FDTensor* output) {
  if (images.empty()) throw Error(ErrorKind::kInvalidArgument, "no images were given");
  const std::vector<cv::Size> sizes = SizesAfter(images, preparation.steps);
  const cv::Size size = TensorSize(sizes, batch);
  const Layout& layout = preparation.layout;
  output->Resize(TensorShape(static_cast<int64_t>(images.size()), size.height, size.width, layout,
                             transform::ChannelsAfter(preparation.steps)),
                 layout.normalize ? FP32 : UINT8);
  auto* bytes = static_cast<std::byte*>(output->MutableData());
  const size_t image_bytes = static_cast<size_t>(output->Nbytes()) / images.size();
  const bool uneven =
      std::ranges::any_of(sizes, [&](const cv::Size& image_size) { return image_size != size; });
  if (uneven) std::memset(bytes, 0, static_cast<size_t>(output->Nbytes()));
  std::vector<Geometry> geometry(images.size());
  for (size_t i = 0; i < images.size(); ++i) {
    cv::Mat image = ApplySteps(preparation.steps, images[i], scratch, &geometry[i]);
    if (batch.uneven == UnevenBatch::kPadImages) image = PaddedWithBlack(image, size);
    WriteTensor(image, preparation.normalize, layout,
                {bytes + i * image_bytes, static_cast<size_t>(size.width),
                 static_cast<size_t>(size.area())});
  }
  for (cv::Mat& buffer : scratch->buffers) {
    // Every clone would hold on to its largest image.
    if (buffer.total() * buffer.elemSize() > kKeptBytes) buffer.release();
  }
  return geometry;
}

}  // namespace fastdeploy::vision
