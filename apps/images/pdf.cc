// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <mutex>

#include "apps/images/pdfium.h"
#include "apps/images/pixels.h"
#include "apps/images/readers.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

constexpr double kPointsPerInch = 72;

[[noreturn]] void Fail(const std::string& reason) {
  throw Error(ErrorKind::kInvalidFile, "cannot read PDF: " + reason);
}

class Pdf : public Pages {
 public:
  Pdf(std::string bytes, double most_pixels, double dpi)
      : bytes_(std::move(bytes)), most_pixels_(most_pixels), dpi_(dpi) {
    if (!(dpi > 0)) {
      throw Error(ErrorKind::kInvalidArgument,
                  fmt::format("dpi: expected a number above 0, found {}", dpi));
    }
    const std::lock_guard lock(pdfium::Mutex());
    document_ = pdfium_.load_document(bytes_.data(), bytes_.size(), nullptr);
    if (document_ == nullptr) {
      const bool locked = pdfium_.last_error() == pdfium::kPasswordError;
      Fail(locked ? "it has a password" : "the file is truncated or damaged");
    }
    count_ = pdfium_.page_count(document_);
    if (count_ < 1) {
      pdfium_.close_document(document_);
      Fail("it has no pages");
    }
  }
  Pdf(const Pdf&) = delete;
  Pdf& operator=(const Pdf&) = delete;
  ~Pdf() override {
    const std::lock_guard lock(pdfium::Mutex());
    pdfium_.close_document(document_);
  }

  [[nodiscard]] size_t Count() const override { return static_cast<size_t>(count_); }

  cv::Mat Next() override {
    const std::lock_guard lock(pdfium::Mutex());
    const auto close = [this](pdfium::Page* page) { pdfium_.close_page(page); };
    const std::unique_ptr<pdfium::Page, decltype(close)> page(pdfium_.load_page(document_, next_++),
                                                              close);
    if (!page) Fail(fmt::format("page {} is damaged", next_));
    const double width = std::ceil(pdfium_.page_width(page.get()) * dpi_ / kPointsPerInch);
    const double height = std::ceil(pdfium_.page_height(page.get()) * dpi_ / kPointsPerInch);
    constexpr double kMostSide = 1 << 30;
    if (!(width <= kMostSide && height <= kMostSide)) Fail("a page has no size");
    CheckSize(uint64_t(std::max(width, 0.0)), uint64_t(std::max(height, 0.0)), most_pixels_);
    cv::Mat image(int(height), int(width), CV_8UC3, cv::Scalar::all(255));
    const auto destroy = [this](pdfium::Bitmap* bitmap) { pdfium_.destroy_bitmap(bitmap); };
    const std::unique_ptr<pdfium::Bitmap, decltype(destroy)> bitmap(
        pdfium_.create_bitmap(image.cols, image.rows, pdfium::kBgr, image.data, int(image.step)),
        destroy);
    if (!bitmap) Fail(fmt::format("page {} cannot be rendered", next_));
    constexpr int kUpright = 0;
    pdfium_.render(bitmap.get(), page.get(), 0, 0, image.cols, image.rows, kUpright,
                   pdfium::kAnnotations);
    return image;
  }

 private:
  const pdfium::Functions& pdfium_ = pdfium::Load();
  std::string bytes_;  // PDFium keeps a reference
  double most_pixels_;
  double dpi_;
  pdfium::Document* document_ = nullptr;
  int count_ = 0;
  int next_ = 0;
};

}  // namespace

bool ReadsPdf() { return pdfium::IsInstalled(); }

std::unique_ptr<Pages> OpenPdf(std::string bytes, double most_pixels, double dpi) {
  return std::make_unique<Pdf>(std::move(bytes), most_pixels, dpi);
}

}  // namespace fastdeploy::images
