// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/classification/transform_ops.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <opencv2/imgproc.hpp>
#include <string_view>
#include <utility>

namespace fastdeploy::vision::classification {
namespace {

/// Width and height of "224" or "[224, 224]".
cv::Size ReadSize(const Yaml& yaml) {
  const auto numbers =
      yaml.IsSequence() ? yaml.As<std::vector<int>>() : std::vector<int>(2, yaml.As<int>());
  if (numbers.size() != 2 || numbers[0] < 1 || numbers[1] < 1) {
    yaml.Fail("expected a positive size or [width, height]");
  }
  return {numbers[0], numbers[1]};
}

int ReadInterpolation(const Yaml& op, bool pil) {
  constexpr std::array<std::pair<std::string_view, int>, 5> kNames = {
      {{"nearest", cv::INTER_NEAREST},
       {"bilinear", cv::INTER_LINEAR},
       {"bicubic", cv::INTER_CUBIC},
       {"area", cv::INTER_AREA},
       {"lanczos", cv::INTER_LANCZOS4}}};
  if (!op.Has("interpolation")) return cv::INTER_LINEAR;
  const Yaml value = op.At("interpolation");
  auto name = value.As<std::string>();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  for (const auto& [known, code] : kNames) {
    if (known == name && !(pil && code == cv::INTER_AREA)) return code;
    if (name.size() == 1 && name[0] - '0' == code) return code;  // OpenCV's number
  }
  value.FailUnsupported("unknown interpolation '" + name + "'");
}

Step ReadResize(const Yaml& op) {
  const auto backend = op.Get<std::string>("backend", "cv2");
  if (backend != "cv2" && backend != "pil") {
    op.At("backend").FailUnsupported("unknown backend '" + backend + "' (cv2 and pil are known)");
  }
  const bool pil = backend == "pil";
  const int interpolation = ReadInterpolation(op, pil);
  if (op.Has("resize_short")) {
    const int target = op.Get<int>("resize_short");
    if (target < 1) op.At("resize_short").Fail("expected a positive size");
    return ResizeByShort{target, interpolation, pil};
  }
  if (!op.Has("size")) op.Fail("neither resize_short nor size is given");
  const cv::Size size = ReadSize(op.At("size"));
  return Resize{size.width, size.height, interpolation, pil};
}

/// A number, or PaddleClas's "1.0/255.0".
float ReadScale(const Yaml& op) {
  if (!op.Has("scale")) return 1.0F / 255.0F;
  const Yaml value = op.At("scale");
  const auto text = value.As<std::string>();
  const size_t slash = text.find('/');
  try {
    const double number = std::stod(text.substr(0, slash));
    return static_cast<float>(
        slash == std::string::npos ? number : number / std::stod(text.substr(slash + 1)));
  } catch (const std::exception&) {
    value.Fail("'" + text + "' is not a number");
  }
}

std::array<float, 3> ReadChannels(const Yaml& op, const std::string& key,
                                  std::array<float, 3> fallback) {
  if (!op.Has(key)) return fallback;
  const auto values = op.Get<std::vector<float>>(key);
  if (values.size() != 3) op.At(key).Fail("expected three numbers, one a channel");
  return {values[0], values[1], values[2]};
}

Normalize ReadNormalize(const Yaml& op, bool is_chw) {
  const auto order = op.Get<std::string>("order", is_chw ? "chw" : "hwc");
  if ((order == "chw") != is_chw) {
    op.Fail("order '" + order + "' does not fit the place of ToCHWImage in the list");
  }
  if (op.Get<int>("channel_num", 3) != 3) {
    op.At("channel_num").FailUnsupported("only 3 channels are supported");
  }
  const Normalize normalize{ReadChannels(op, "mean", {0.485F, 0.456F, 0.406F}),
                            ReadChannels(op, "std", {0.229F, 0.224F, 0.225F}), ReadScale(op)};
  if (std::count(normalize.std.begin(), normalize.std.end(), 0.0F) > 0) {
    op.At("std").Fail("a standard deviation of 0");
  }
  return normalize;
}

}  // namespace

ImageTransform ReadTransformOps(const Yaml& transform_ops) {
  ImageTransform transform;
  transform.layout = {.normalize = false, .rgb = true, .chw = false};
  for (const Yaml& item : transform_ops.Items()) {
    const std::string name = item.OnlyKey();
    const bool has_settings = item.Has(name);
    const auto geometric = [&](const Step& step) {
      if (transform.layout.normalize || transform.layout.chw) {
        item.FailUnsupported(name + " after NormalizeImage or ToCHWImage");
      }
      transform.steps.push_back(step);
    };
    if (name == "ResizeImage") {
      geometric(ReadResize(item.At(name)));
    } else if (name == "CropImage") {
      const cv::Size size = ReadSize(item.At(name).At("size"));
      geometric(CenterCrop{size.width, size.height});
    } else if (name == "NormalizeImage" && !transform.layout.normalize) {
      const Yaml settings = has_settings ? item.At(name) : item;
      transform.normalize = ReadNormalize(settings, transform.layout.chw);
      transform.layout.normalize = true;
    } else if (name == "ToCHWImage") {
      transform.layout.chw = true;
    } else if (name == "DecodeImage") {  // images arrive decoded, in BGR
      transform.layout.rgb = has_settings ? item.At(name).Get<bool>("to_rgb", true) : true;
    } else {
      item.FailUnsupported("operator '" + name + "' is not known here");
    }
  }
  return transform;
}

}  // namespace fastdeploy::vision::classification
