// SPDX-License-Identifier: Apache-2.0
#include "apps/server/v2_request.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "apps/server/base64.h"
#include "apps/server/bounded_json.h"
#include "apps/server/http.h"

namespace fastdeploy::server {
namespace {

using nlohmann::json;

constexpr int kTooLarge = 413;
constexpr size_t kMostValues = size_t{1} << 24;  // in the JSON: pixels of an image of 2000 x 2000

[[noreturn]] void Refuse(const std::string& reason) { throw HttpError(400, reason); }

/// A member of an object, of a type; null if it is not there.
const json* Member(const json& object, const char* name, json::value_t type) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return nullptr;
  if (found->type() == type) return &*found;
  Refuse(fmt::format("\"{}\": expected {}, found {}", name, json(type).type_name(),
                     found->type_name()));
}

std::string TextOf(const json& object, const char* name) {
  const json* text = Member(object, name, json::value_t::string);
  return text == nullptr ? "" : text->get<std::string>();
}

json ParametersOf(const json& object) {
  const json* found = Member(object, "parameters", json::value_t::object);
  return found == nullptr ? json::object() : *found;
}

bool Flag(const json& parameters, const char* name) {
  const json* flag = Member(parameters, name, json::value_t::boolean);
  return flag != nullptr && flag->get<bool>();
}

std::vector<int64_t> ShapeOf(const json& tensor, const std::string& name) {
  constexpr size_t kMostDimensions = 8;
  const json* found = Member(tensor, "shape", json::value_t::array);
  if (found == nullptr || found->size() > kMostDimensions) {
    Refuse(fmt::format("input '{}': expected a shape of at most {} dimensions", name,
                       kMostDimensions));
  }
  std::vector<int64_t> shape;
  for (const json& dimension : *found) {
    if (!dimension.is_number_integer() || dimension < 0 ||
        dimension > std::numeric_limits<int32_t>::max()) {
      Refuse(fmt::format("input '{}': a dimension of its shape is {}, expected a whole number",
                         name, dimension.dump().substr(0, 32)));
    }
    shape.push_back(dimension.get<int64_t>());
  }
  return shape;
}

/// Takes the bytes of a binary tensor from the front of `rest`.
std::string_view TakeBinary(const json& size, const std::string& name, std::string_view* rest) {
  if (!size.is_number_unsigned() || size.get<uint64_t>() > rest->size()) {
    Refuse(fmt::format("input '{}': its binary_data_size is {}, but {} bytes are left in the body",
                       name, size.dump().substr(0, 32), rest->size()));
  }
  const std::string_view bytes = rest->substr(0, size.get<size_t>());
  rest->remove_prefix(bytes.size());
  return bytes;
}

InputTensor TensorFrom(json& from, std::string_view* rest) {
  if (!from.is_object()) Refuse("\"inputs\": expected objects");
  InputTensor tensor;
  tensor.name = TextOf(from, "name");
  tensor.datatype = TextOf(from, "datatype");
  tensor.shape = ShapeOf(from, tensor.name);
  tensor.parameters = ParametersOf(from);
  const auto size = tensor.parameters.find("binary_data_size");
  if (size != tensor.parameters.end()) {
    tensor.binary = TakeBinary(*size, tensor.name, rest);
  } else if (json* data = const_cast<json*>(Member(from, "data", json::value_t::array))) {
    tensor.data = std::move(*data);
  } else {
    Refuse(fmt::format("input '{}': it has neither data nor binary_data_size", tensor.name));
  }
  return tensor;
}

/// Gives `take` the values of an array, row by row, whether it is flat or nested.
template <typename Take>
void ForEachValue(const json& array, const Take& take) {
  for (const json& value : array) {
    value.is_array() ? ForEachValue(value, take) : take(value);
  }
}

std::vector<std::string> FilesOf(const InputTensor& tensor) {
  std::vector<std::string> files;
  if (!tensor.data.is_null()) {
    ForEachValue(tensor.data, [&](const json& value) {
      if (!value.is_string()) Refuse(fmt::format("input '{}': expected texts", tensor.name));
      if (files.size() < kMostImages) {
        files.push_back(DecodedBase64(value.get_ref<const std::string&>()));
      }
    });
    return files;
  }
  std::string_view rest = tensor.binary;
  while (!rest.empty() && files.size() <= kMostImages) {
    uint32_t length = 0;
    if (rest.size() >= sizeof(length)) std::memcpy(&length, rest.data(), sizeof(length));
    if (rest.size() < sizeof(length) || length > rest.size() - sizeof(length)) {
      Refuse(fmt::format("input '{}': the length of an element is beyond its end", tensor.name));
    }
    files.emplace_back(rest.substr(sizeof(length), length));
    rest.remove_prefix(sizeof(length) + length);
  }
  return files;
}

std::string BytesOf(const InputTensor& tensor) {
  std::string bytes;
  ForEachValue(tensor.data, [&](const json& value) {
    if (!value.is_number_integer() || value < 0 || value > 255) {
      Refuse(fmt::format("input '{}': expected whole numbers from 0 to 255", tensor.name));
    }
    bytes += char(value.get<int>());
  });
  return bytes;
}

cv::Mat Bgr(const cv::Mat& pixels, bool is_bgr) {
  cv::Mat bgr;
  if (pixels.channels() == 3 && is_bgr) return pixels.clone();
  cv::cvtColor(pixels, bgr, pixels.channels() == 1 ? cv::COLOR_GRAY2BGR : cv::COLOR_RGB2BGR);
  return bgr;
}

bool IsBgr(const InputTensor& tensor, const json& parameters) {
  std::string color = TextOf(tensor.parameters, "color");
  if (color.empty()) color = TextOf(parameters, "color");
  if (color.empty() || color == "RGB") return false;
  if (color == "BGR") return true;
  Refuse(fmt::format("\"color\": expected RGB or BGR, found '{}'", color.substr(0, 32)));
}

std::vector<InferImage> PixelsOf(const InputTensor& tensor, const json& parameters,
                                 double most_pixels) {
  std::vector<int64_t> shape = tensor.shape;
  if (shape.size() == 3) shape.insert(shape.begin(), 1);
  if (shape.size() != 4 || (shape[3] != 3 && shape[3] != 1) || shape[1] < 1 || shape[2] < 1) {
    Refuse(fmt::format("input '{}': expected a shape (H,W,3), (N,H,W,3), (H,W,1) or (N,H,W,1)",
                       tensor.name));
  }
  if (double(shape[1]) * double(shape[2]) > most_pixels) {
    throw HttpError(kTooLarge, fmt::format("the image is too large: {} x {} pixels, expected at "
                                           "most {:.0f}",
                                           shape[2], shape[1], most_pixels));
  }
  if (size_t(shape[0]) > kMostImages) return std::vector<InferImage>(kMostImages + 1);
  const std::string made = tensor.data.is_null() ? "" : BytesOf(tensor);
  const std::string_view bytes = tensor.data.is_null() ? tensor.binary : made;
  if (tensor.Elements() != bytes.size()) {
    Refuse(fmt::format("input '{}': its shape has {} elements, but it has {}", tensor.name,
                       tensor.Elements(), bytes.size()));
  }
  std::vector<InferImage> images;
  const size_t size = shape[0] == 0 ? 0 : bytes.size() / size_t(shape[0]);
  for (size_t i = 0; i < size_t(shape[0]); ++i) {
    // OpenCV has no matrix of bytes that it may not write; this one is only read.
    auto* first = reinterpret_cast<uint8_t*>(const_cast<char*>(bytes.data() + i * size));
    const cv::Mat pixels{int(shape[1]), int(shape[2]), CV_8UC(int(shape[3])), first};
    images.push_back({.file = {}, .pixels = Bgr(pixels, IsBgr(tensor, parameters))});
  }
  return images;
}

}  // namespace

size_t InputTensor::Elements() const {
  size_t count = 1;
  for (const int64_t dimension : shape) {
    if (__builtin_mul_overflow(count, size_t(dimension), &count)) {
      Refuse(fmt::format("input '{}': its shape is too large", name));
    }
  }
  return count;
}

InferRequest ReadInferRequest(std::string_view body, const std::string& header) {
  size_t size = body.size();
  if (!header.empty()) {
    const char* end = header.data() + header.size();
    const auto [rest, error] = std::from_chars(header.data(), end, size);
    if (error != std::errc() || rest != end || size > body.size()) {
      Refuse(
          fmt::format("Inference-Header-Content-Length: expected a number up to {}, the size of "
                      "the body",
                      body.size()));
    }
  }
  json parsed = ParsedJson(body.substr(0, size), kMostValues);
  std::string_view rest = body.substr(size);
  if (!parsed.is_object()) Refuse("the body: expected an object with \"inputs\"");
  InferRequest request;
  request.id = TextOf(parsed, "id");
  request.parameters = ParametersOf(parsed);
  request.binary = Flag(request.parameters, "binary_data_output");
  if (Member(parsed, "inputs", json::value_t::array) == nullptr) {
    Refuse("the body: expected an array \"inputs\"");
  }
  for (json& input : parsed["inputs"]) request.inputs.push_back(TensorFrom(input, &rest));
  if (!rest.empty()) {
    Refuse(fmt::format("{} bytes of the body belong to no input", rest.size()));
  }
  if (const json* outputs = Member(parsed, "outputs", json::value_t::array)) {
    for (const json& output : *outputs) {
      if (!output.is_object()) Refuse("\"outputs\": expected objects");
      const json parameters = ParametersOf(output);
      const bool binary =
          parameters.contains("binary_data") ? Flag(parameters, "binary_data") : request.binary;
      request.outputs.push_back({TextOf(output, "name"), binary});
    }
  }
  return request;
}

std::vector<InferImage> ImagesOf(const InputTensor& tensor, const nlohmann::json& parameters,
                                 double most_pixels) {
  std::vector<InferImage> images;
  if (tensor.datatype == "BYTES") {
    std::vector<std::string> files = FilesOf(tensor);
    if (files.size() != tensor.Elements()) {
      Refuse(fmt::format("input '{}': its shape has {} elements, but it has {}", tensor.name,
                         tensor.Elements(), files.size()));
    }
    for (std::string& file : files) images.push_back({.file = std::move(file), .pixels = {}});
  } else if (tensor.datatype == "UINT8") {
    images = PixelsOf(tensor, parameters, most_pixels);
  } else {
    Refuse(fmt::format("input '{}': expected UINT8 or BYTES, found '{}'", tensor.name,
                       tensor.datatype.substr(0, 32)));
  }
  if (images.empty() || images.size() > kMostImages) {
    Refuse(fmt::format("input '{}': expected 1 to {} images", tensor.name, kMostImages));
  }
  return images;
}

void CheckVersion(const Exchange& exchange) {
  constexpr int kNotFound = 404;
  const auto version = exchange.parameters.find("version");
  if (version == exchange.parameters.end() || version->second == kVersion) return;
  throw HttpError(kNotFound,
                  fmt::format("model '{}' has no version '{}', only {}",
                              exchange.parameters.at("name"), version->second, kVersion));
}

}  // namespace fastdeploy::server
