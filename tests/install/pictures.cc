// SPDX-License-Identifier: Apache-2.0
//
// pictures PICTURE FOLDER: the functions for picture files of the OpenCV in the SDK.

#include <iostream>
#include <opencv2/opencv.hpp>
#include <string>
#include <vector>

namespace {

int failures = 0;

void Check(bool good, const char* what) {
  if (good) return;
  std::cerr << "failed: " << what << '\n';
  ++failures;
}

template <typename Call>
bool Throws(const Call& call) {
  try {
    call();
    return false;
  } catch (const cv::Exception& error) {
    std::cout << error.what();
    return true;
  }
}

}  // namespace

int main(int /*argc*/, char** argv) {
  const std::string folder = argv[2];
  const cv::Mat image = cv::imread(argv[1]);
  Check(image.type() == CV_8UC3 && !image.empty(), "imread");
  Check(cv::imread(argv[1], cv::IMREAD_GRAYSCALE).type() == CV_8UC1, "IMREAD_GRAYSCALE");
  Check(cv::imread(folder + "/none.png").empty(), "a file that does not exist");

  Check(cv::imwrite(folder + "/copy.png", image), "imwrite of a PNG");
  Check(cv::norm(cv::imread(folder + "/copy.png"), image, cv::NORM_INF) == 0, "the PNG's pixels");
  Check(cv::imwrite(folder + "/copy.JPG", image), "imwrite of a JPEG");
  const cv::Mat jpeg = cv::imread(folder + "/copy.JPG");
  Check(jpeg.size() == image.size() && cv::PSNR(jpeg, image) > 30, "the JPEG's pixels");

  std::vector<uchar> good;
  std::vector<uchar> poor;
  Check(cv::imencode(".jpg", image, good), "imencode");
  Check(cv::imencode(".jpg", image, poor, {cv::IMWRITE_JPEG_QUALITY, 20}), "imencode, quality 20");
  Check(poor.size() < good.size() / 2, "the quality of a JPEG");
  Check(cv::imdecode(good, cv::IMREAD_COLOR).size() == image.size(), "imdecode");
  good.resize(9);
  Check(cv::imdecode(good, cv::IMREAD_COLOR).empty(), "imdecode of a cut file");

  Check(!cv::imwrite(folder + "/none/copy.png", image), "a folder that does not exist");
  Check(Throws([&] { cv::imwrite(folder + "/copy.bmp", image); }), "a BMP");
  Check(Throws([&] { cv::imwrite(folder + "/copy.png", cv::Mat()); }), "an empty image");
  Check(Throws([&] { (void)cv::imread(argv[1], cv::IMREAD_UNCHANGED); }), "IMREAD_UNCHANGED");

  // A function of core and one of imgproc that the library itself does not use.
  cv::Mat edges;
  cv::Canny(image, edges, 50, 100);
  Check(cv::countNonZero(edges) > 0, "Canny");
  cv::setNumThreads(1);
  Check(cv::getNumThreads() == 1, "setNumThreads");
  return failures == 0 ? 0 : 1;
}
