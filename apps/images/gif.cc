// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <vector>

#include "apps/images/bytes.h"
#include "apps/images/pixels.h"
#include "apps/images/readers.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

/// How many frames a file has. Walks through its blocks up to the end that they need to have.
size_t CountFrames(const Bytes& file) {
  constexpr size_t kScreen = 13;
  constexpr uint32_t kHasColours = 0x80;
  const auto colours = [](uint32_t flags) {
    return (flags & kHasColours) == 0 ? size_t{0} : size_t{3} << ((flags & 7) + 1);
  };
  const auto skip_blocks = [&](size_t at) {
    while (file.Byte(at) != 0) at += 1 + file.Byte(at);
    return at + 1;
  };
  size_t frames = 0;
  for (size_t at = kScreen + colours(file.Byte(10));;) {
    const uint32_t kind = file.Byte(at);
    if (kind == ';') return frames;
    if (kind == '!') {
      at = skip_blocks(at + 2);
    } else if (kind == ',') {
      ++frames;
      at = skip_blocks(at + 11 + colours(file.Byte(at + 9)));
    } else {
      file.Damaged(fmt::format("a block of the unknown kind {} at byte {}", kind, at));
    }
  }
}

/// What giflib reads from.
struct Source {
  std::string bytes;
  size_t at = 0;
};

int ReadFrom(GifFileType* file, GifByteType* to, int size) {
  auto* source = static_cast<Source*>(file->UserData);
  const size_t got = std::min<size_t>(size_t(size), source->bytes.size() - source->at);
  std::copy_n(source->bytes.data() + source->at, got, to);
  source->at += got;
  return int(got);
}

struct GifCloser {
  void operator()(GifFileType* file) const { DGifCloseFile(file, nullptr); }
};

/// Shows the frames one after the other, each over what the ones before it have left.
class Gif : public Pages {
 public:
  Gif(std::string bytes, double most_pixels)
      : source_{.bytes = std::move(bytes)}, most_pixels_(most_pixels) {
    const Bytes file(source_.bytes, "GIF");
    frames_ = CountFrames(file);
    if (frames_ == 0) file.Damaged("it has no frames");
    CheckSize(file.Little16(6), file.Little16(8), most_pixels_);
    CheckWork(frames_, "frames", file.Little16(6), file.Little16(8));
    int error = 0;
    gif_.reset(DGifOpen(&source_, ReadFrom, &error));
    if (!gif_) Fail(error);
  }

  [[nodiscard]] size_t Count() const override { return frames_; }

  cv::Mat Next() override {
    if (screen_.empty()) screen_.create(gif_->SHeight, gif_->SWidth, CV_8UC3), screen_ = kWhite;
    Dispose();
    control_ = {.DisposalMode = DISPOSAL_UNSPECIFIED, .TransparentColor = NO_TRANSPARENT_COLOR};
    GifRecordType kind = UNDEFINED_RECORD_TYPE;
    do {
      Require(DGifGetRecordType(gif_.get(), &kind));
      if (kind == EXTENSION_RECORD_TYPE) ReadExtension();
      if (kind == TERMINATE_RECORD_TYPE) Fail(D_GIF_ERR_NO_IMAG_DSCR);
    } while (kind != IMAGE_DESC_RECORD_TYPE);
    DrawFrame();
    return screen_.clone();
  }

 private:
  static inline const cv::Scalar kWhite = cv::Scalar::all(255);

  [[noreturn]] static void Fail(int error) {
    const char* text = GifErrorString(error);
    throw Error(ErrorKind::kInvalidFile,
                fmt::format("the GIF is damaged: {}", text == nullptr ? "no reason known" : text));
  }
  void Require(int result) const {
    if (result != GIF_OK) Fail(gif_->Error);
  }

  /// What the last frame asked to be done before the next one.
  void Dispose() {
    if (frame_.empty()) return;  // outside of the screen
    if (control_.DisposalMode == DISPOSE_BACKGROUND) screen_(frame_) = kWhite;
    if (control_.DisposalMode == DISPOSE_PREVIOUS) before_.copyTo(screen_(frame_));
  }

  void ReadExtension() {
    int code = 0;
    GifByteType* block = nullptr;
    Require(DGifGetExtension(gif_.get(), &code, &block));
    if (code == GRAPHICS_EXT_FUNC_CODE && block != nullptr) {
      DGifExtensionToGCB(block[0], block + 1, &control_);
    }
    while (block != nullptr) Require(DGifGetExtensionNext(gif_.get(), &block));
  }

  void DrawFrame() {
    Require(DGifGetImageDesc(gif_.get()));
    const GifImageDesc& image = gif_->Image;
    const ColorMapObject* colours = image.ColorMap != nullptr ? image.ColorMap : gif_->SColorMap;
    if (colours == nullptr) Fail(D_GIF_ERR_NO_COLOR_MAP);
    CheckSize(uint64_t(image.Width), uint64_t(image.Height), most_pixels_);
    frame_ = cv::Rect(image.Left, image.Top, image.Width, image.Height) &
             cv::Rect(0, 0, screen_.cols, screen_.rows);
    if (control_.DisposalMode == DISPOSE_PREVIOUS) before_ = screen_(frame_).clone();
    std::vector<GifPixelType> line(size_t(image.Width));
    // An interlaced frame comes in four passes: every 8th row from 0, then from 4, and so on.
    constexpr std::array<std::pair<int, int>, 4> kPasses = {{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
    const size_t passes = image.Interlace ? kPasses.size() : 1;
    for (size_t pass = 0; pass < passes; ++pass) {
      const auto [first, step] = image.Interlace ? kPasses.at(pass) : std::pair(0, 1);
      for (int y = first; y < image.Height; y += step) {
        Require(DGifGetLine(gif_.get(), line.data(), image.Width));
        if (image.Top + y < frame_.br().y) DrawLine(line, image.Left, image.Top + y, *colours);
      }
    }
  }

  void DrawLine(const std::vector<GifPixelType>& line, int left, int y,
                const ColorMapObject& colours) {
    auto* row = screen_.ptr<cv::Vec3b>(y);
    for (int x = left; x < frame_.br().x; ++x) {
      const int index = line[size_t(x - left)];
      if (index == control_.TransparentColor || index >= colours.ColorCount) continue;
      const GifColorType& colour = colours.Colors[index];
      row[x] = {colour.Blue, colour.Green, colour.Red};
    }
  }

  Source source_;
  double most_pixels_;
  size_t frames_ = 0;
  std::unique_ptr<GifFileType, GifCloser> gif_;
  cv::Mat screen_;
  cv::Mat before_;
  cv::Rect frame_;
  GraphicsControlBlock control_ = {};
};

}  // namespace

std::unique_ptr<Pages> OpenGif(std::string bytes, double most_pixels) {
  return std::make_unique<Gif>(std::move(bytes), most_pixels);
}

}  // namespace fastdeploy::images
