// SPDX-License-Identifier: Apache-2.0
#include <webp/decode.h>
#include <webp/demux.h>

#include "apps/images/header.h"
#include "apps/images/pixels.h"
#include "apps/images/readers.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

struct DecoderDeleter {
  void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};

class AnimatedWebp : public Pages {
 public:
  AnimatedWebp(std::string bytes, double most_pixels) : bytes_(std::move(bytes)) {
    header_ = ReadWebpHeader(bytes_);
    CheckSize(header_.width, header_.height, most_pixels);
    WebPAnimDecoderOptions options;
    if (WebPAnimDecoderOptionsInit(&options) == 0) Fail();
    options.color_mode = MODE_BGRA;
    const WebPData data = {reinterpret_cast<const uint8_t*>(bytes_.data()), bytes_.size()};
    decoder_.reset(WebPAnimDecoderNew(&data, &options));
    if (!decoder_ || WebPAnimDecoderGetInfo(decoder_.get(), &info_) == 0 || info_.frame_count < 1) {
      Fail();
    }
    CheckWork(info_.frame_count, "frames", header_.width, header_.height);
  }

  [[nodiscard]] size_t Count() const override { return info_.frame_count; }
  cv::Mat Next() override {
    uint8_t* pixels = nullptr;
    int time = 0;
    if (WebPAnimDecoderGetNext(decoder_.get(), &pixels, &time) == 0) Fail();
    const cv::Mat frame(int(info_.canvas_height), int(info_.canvas_width), CV_8UC4, pixels);
    return Orient(ToBgr(frame), header_.orientation);
  }

 private:
  [[noreturn]] static void Fail() {
    throw Error(ErrorKind::kInvalidFile, "the animated WebP is damaged: a frame cannot be decoded");
  }

  std::string bytes_;
  Header header_;
  WebPAnimInfo info_ = {};
  std::unique_ptr<WebPAnimDecoder, DecoderDeleter> decoder_;
};

}  // namespace

cv::Mat DecodeWebp(std::string_view bytes, const Header& header) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  WebPBitstreamFeatures found;
  if (WebPGetFeatures(data, bytes.size(), &found) != VP8_STATUS_OK) return {};
  if (uint64_t(found.width) > header.width || uint64_t(found.height) > header.height) return {};
  cv::Mat image(found.height, found.width, found.has_alpha != 0 ? CV_8UC4 : CV_8UC3);
  const size_t size = image.total() * image.elemSize();
  const auto decode = found.has_alpha != 0 ? WebPDecodeBGRAInto : WebPDecodeBGRInto;
  if (decode(data, bytes.size(), image.data, size, int(image.step)) == nullptr) return {};
  return image;
}

std::unique_ptr<Pages> OpenAnimatedWebp(std::string bytes, double most_pixels) {
  return std::make_unique<AnimatedWebp>(std::move(bytes), most_pixels);
}

}  // namespace fastdeploy::images
