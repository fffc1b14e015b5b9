// SPDX-License-Identifier: Apache-2.0
//
// OpenCV's functions for picture files over the reader in apps/images, for the OpenCV in the SDK
// (CMakeLists.txt here). They differ from OpenCV's own in this: transparent pixels are blended over
// white; IMREAD_UNCHANGED and flags of other depths and sizes are refused; only PNG and JPEG are
// written.

#include <algorithm>
#include <cctype>
#include <exception>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "apps/images/images.h"
#include "apps/images/jpeg.h"
#include "apps/images/png.h"
#include "apps/images/source.h"

namespace {

namespace images = fastdeploy::images;

void CheckFlags(int flags) {
  if (flags == cv::IMREAD_COLOR || flags == cv::IMREAD_GRAYSCALE) return;
  CV_Error_(cv::Error::StsNotImplemented,
            ("the OpenCV in FastDeploy's SDK reads pictures with IMREAD_COLOR or IMREAD_GRAYSCALE, "
             "not with the flags %d; for more, build with -DFASTDEPLOY_OPENCV=system",
             flags));
}

/// As OpenCV's: an empty image for what cannot be read.
template <typename Bytes>
cv::Mat Read(const Bytes& bytes, int flags) {
  CheckFlags(flags);
  try {
    cv::Mat image = images::OpenPages(bytes())->Next();
    if (flags == cv::IMREAD_GRAYSCALE) cv::cvtColor(image, image, cv::COLOR_BGR2GRAY);
    return image;
  } catch (const std::exception&) {
    return {};
  }
}

std::string Encode(const std::string& name, const cv::Mat& image, const std::vector<int>& params) {
  std::string ending = name.substr(std::min(name.size(), name.rfind('.')));
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
  if (image.empty()) CV_Error(cv::Error::StsBadArg, "expected an image with pixels");
  if (ending == ".png") return images::EncodePng(image);
  if (ending != ".jpg" && ending != ".jpeg") {
    CV_Error_(cv::Error::StsNotImplemented,
              ("the OpenCV in FastDeploy's SDK writes .png and .jpg, not '%s'", ending.c_str()));
  }
  int quality = 95;
  for (size_t i = 0; i + 1 < params.size(); i += 2) {
    if (params[i] == cv::IMWRITE_JPEG_QUALITY) quality = params[i + 1];
  }
  return images::EncodeJpeg(image, quality);
}

}  // namespace

cv::Mat cv::imread(const String& filename, int flags) {
  return Read([&] { return images::ReadSource(filename); }, flags);
}

cv::Mat cv::imdecode(InputArray buffer, int flags) {
  const Mat bytes = buffer.getMat();
  CV_Assert(bytes.empty() || (bytes.isContinuous() && bytes.elemSize() == 1));
  return Read([&] { return std::string(bytes.ptr<char>(), bytes.total()); }, flags);
}

cv::Mat cv::imdecode(InputArray buffer, int flags, Mat* dst) {
  Mat image = imdecode(buffer, flags);
  if (dst == nullptr) return image;
  image.copyTo(*dst);
  return *dst;
}

bool cv::imwrite(const String& filename, InputArray image, const std::vector<int>& params) {
  const std::string bytes = Encode(filename, image.getMat(), params);
  std::ofstream file(filename, std::ios::binary);
  file << bytes;
  file.close();
  return file.good();
}

bool cv::imencode(const String& ext, InputArray image, std::vector<uchar>& buffer,
                  const std::vector<int>& params) {
  const std::string bytes = Encode(ext, image.getMat(), params);
  buffer.assign(bytes.begin(), bytes.end());
  return true;
}
