// SPDX-License-Identifier: Apache-2.0
#include "apps/server/tensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <span>

#include "apps/images/json_line.h"
#include "fastdeploy/vision/families.h"

namespace fastdeploy::server {
namespace {

using Tensors = std::vector<OutputTensor>;

static_assert(std::endian::native == std::endian::little, "tensors are sent as they are in memory");

template <typename T>
constexpr const char* kDatatype = "INT32";
template <>
constexpr const char* kDatatype<float> = "FP32";
template <>
constexpr const char* kDatatype<uint8_t> = "UINT8";

/// A tensor of `values`, whose elements are numbers or arrays of them.
template <typename T, typename Element>
OutputTensor Numbers(const char* name, std::vector<int64_t> shape,
                     const std::vector<Element>& values) {
  static_assert(sizeof(Element) % sizeof(T) == 0);
  OutputTensor tensor = {{name, kDatatype<T>, std::move(shape)}, {}, {}};
  if (!values.empty()) {
    tensor.bytes.assign(reinterpret_cast<const char*>(values.data()),
                        values.size() * sizeof(Element));
  }
  return tensor;
}

template <typename T>
OutputTensor Vector(const char* name, const std::vector<T>& values) {
  return Numbers<T, T>(name, {int64_t(values.size())}, values);
}

/// (N, per...) from N arrays of numbers.
template <typename T, size_t size>
OutputTensor Rows(const char* name, const std::vector<std::array<T, size>>& rows,
                  std::vector<int64_t> per = {int64_t(size)}) {
  per.insert(per.begin(), int64_t(rows.size()));
  return Numbers<T, std::array<T, size>>(name, std::move(per), rows);
}

OutputTensor Texts(const char* name, std::vector<std::string> texts) {
  const auto count = int64_t(texts.size());
  return {{name, "BYTES", {count}}, {}, std::move(texts)};
}

/// The masks of all objects, each as large as the image: 1 where the object is.
OutputTensor Masks(const vision::DetectionResult& result, const cv::Size& size) {
  const auto count = int64_t(result.masks.size());
  OutputTensor tensor = {{"masks", "UINT8", {count, size.height, size.width}}, {}, {}};
  tensor.bytes.resize(size_t(count) * size_t(size.area()));
  for (size_t i = 0; i < result.masks.size(); ++i) {
    const vision::Mask& mask = result.masks[i];
    if (mask.shape.size() != 2 || mask.data.empty()) continue;
    cv::Mat whole(size, CV_8UC1, tensor.bytes.data() + i * size_t(size.area()));
    const cv::Mat part(int(mask.shape[0]), int(mask.shape[1]), CV_8UC1,
                       const_cast<uint8_t*>(mask.data.data()));  // NOLINT: only read
    // A mask is clipped to the image, and so is its place.
    const cv::Point corner(std::max(0, int(std::lround(result.boxes[i][0]))),
                           std::max(0, int(std::lround(result.boxes[i][1]))));
    const cv::Rect place = cv::Rect(corner, part.size()) & cv::Rect({0, 0}, size);
    if (!place.empty()) part(cv::Rect({0, 0}, place.size())).copyTo(whole(place));
  }
  return tensor;
}

struct Context {
  cv::Size image;
  bool masks;
};

Tensors Read(const vision::ClassifyResult& result, const Context& /*context*/) {
  if (!result.feature.empty()) return {Vector("feature", result.feature)};
  return {Vector("label_ids", result.label_ids), Vector("scores", result.scores)};
}

Tensors Read(const vision::DetectionResult& result, const Context& context) {
  Tensors tensors = {Rows("boxes", result.boxes), Vector("scores", result.scores),
                     Vector("label_ids", result.label_ids)};
  if (!result.rotated_boxes.empty()) {
    tensors.push_back(Rows("rotated_boxes", result.rotated_boxes, {4, 2}));
  }
  if (context.masks) tensors.push_back(Masks(result, context.image));
  return tensors;
}

Tensors Read(const vision::SegmentationResult& result, const Context& /*context*/) {
  Tensors tensors = {Numbers<uint8_t, uint8_t>("label_map", result.shape, result.label_map)};
  if (result.contain_score_map) {
    tensors.push_back(Numbers<float, float>("score_map", result.shape, result.score_map));
  }
  return tensors;
}

Tensors Read(const vision::OCRResult& result, const Context& /*context*/) {
  Tensors tensors = {Rows("boxes", result.boxes, {4, 2})};
  if (result.boxes.empty() || !result.text.empty()) {  // otherwise it only finds text
    tensors.push_back(Texts("txts", result.text));
    tensors.push_back(Vector("scores", result.rec_scores));
  }
  if (!result.table_html.empty()) tensors.push_back(Texts("table_html", {result.table_html}));
  return tensors;
}

Tensors Read(const vision::MattingResult& result, const Context& /*context*/) {
  return {Numbers<float, float>("alpha", result.shape, result.alpha)};
}

Tensors Read(const vision::KeyPointDetectionResult& result, const Context& /*context*/) {
  const int64_t joints = std::max(result.num_joints, 0);
  const int64_t persons = joints == 0 ? 0 : int64_t(result.scores.size()) / joints;
  return {Numbers<float, std::array<float, 2>>("keypoints", {persons, joints, 2}, result.keypoints),
          Numbers<float, float>("scores", {persons, joints}, result.scores)};
}

Tensors Read(const vision::MOTResult& result, const Context& /*context*/) {
  return {Rows("boxes", result.boxes), Vector("ids", result.ids), Vector("scores", result.scores),
          Vector("class_ids", result.class_ids)};
}

/// The tensors of the first of these types that the result has.
template <typename... Result>
Tensors ReadAny(const vision::AnyResult& result, const Context& context) {
  Tensors tensors;
  const auto read = [&](const auto* found) {
    if (found != nullptr) tensors = Read(*found, context);
    return found != nullptr;
  };
  (void)(read(result.As<Result>()) || ...);
  return tensors;
}

template <typename T>
std::string JsonNumbers(const std::string& bytes) {
  fmt::memory_buffer text;
  text.push_back('[');
  for (size_t at = 0; at < bytes.size(); at += sizeof(T)) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof(T));
    if (at > 0) text.push_back(',');
    bool finite = true;
    if constexpr (std::is_floating_point_v<T>) finite = std::isfinite(value);
    finite ? fmt::format_to(std::back_inserter(text), "{}", value)
           : fmt::format_to(std::back_inserter(text), "null");
  }
  text.push_back(']');
  return fmt::to_string(text);
}

}  // namespace

std::string OutputTensor::Json() const {
  if (info.datatype == "FP32") return JsonNumbers<float>(bytes);
  if (info.datatype == "INT32") return JsonNumbers<int32_t>(bytes);
  if (info.datatype == "UINT8") return JsonNumbers<uint8_t>(bytes);
  std::string json = "[";
  for (const std::string& text : texts) {
    json += (json.size() > 1 ? "," : "") + images::JsonText(text);
  }
  return json + "]";
}

std::string OutputTensor::Binary() const {
  if (info.datatype != "BYTES") return bytes;
  std::string binary;
  for (const std::string& text : texts) {
    const auto length = uint32_t(text.size());
    binary.append(reinterpret_cast<const char*>(&length), sizeof(length));
    binary += text;
  }
  return binary;
}

std::vector<OutputTensor> TensorsOf(const vision::AnyResult& result, const cv::Size& image,
                                    bool masks) {
  return ReadAny<vision::ClassifyResult, vision::DetectionResult, vision::SegmentationResult,
                 vision::OCRResult, vision::MattingResult, vision::KeyPointDetectionResult,
                 vision::MOTResult>(result, {image, masks});
}

OutputTensor JsonTensor(const std::vector<vision::AnyResult>& results) {
  std::vector<std::string> texts;
  texts.reserve(results.size());
  for (const vision::AnyResult& result : results) texts.push_back(result.Json());
  return Texts("result", std::move(texts));
}

std::vector<TensorInfo> OutputInfos(const vision::AnyResult& result) {
  std::vector<TensorInfo> infos = {{"result", "BYTES", {-1}}};
  for (OutputTensor& tensor : TensorsOf(result, {1, 1}, false)) {
    // What is not fixed: the number of what is found, and the size of maps.
    const bool map = tensor.info.name == "label_map" || tensor.info.name == "score_map" ||
                     tensor.info.name == "alpha";
    for (size_t i = 0; i < tensor.info.shape.size(); ++i) {
      if (i == 0 || map || tensor.info.name == "keypoints") tensor.info.shape[i] = -1;
    }
    if (tensor.info.name == "keypoints") tensor.info.shape.back() = 2;
    infos.push_back(std::move(tensor.info));
  }
  return infos;
}

bool TakesLanguage(const std::vector<TensorInfo>& outputs) {
  return std::ranges::find(outputs, "txts", &TensorInfo::name) != outputs.end();
}

}  // namespace fastdeploy::server
