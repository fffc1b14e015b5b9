// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace fastdeploy::server {

/// A tensor of a request of the inference protocol. It refers to the request's body.
struct InputTensor {
  std::string name;
  std::string datatype;
  std::vector<int64_t> shape;
  nlohmann::json parameters;
  nlohmann::json data;      ///< the values; null if they are in `binary`
  std::string_view binary;  ///< of the binary extension

  /// The number of elements. Throws HttpError (400) for a shape that no tensor can have.
  [[nodiscard]] size_t Elements() const;
};

struct RequestedOutput {
  std::string name;
  bool binary = false;
};

/// A request of the inference protocol,
/// https://kserve.github.io/website/docs/concepts/architecture/data-plane/v2-protocol with the
/// binary tensor extension.
struct InferRequest {
  std::string id;
  nlohmann::json parameters;
  std::vector<InputTensor> inputs;
  std::vector<RequestedOutput> outputs;  ///< empty: all
  bool binary = false;                   ///< whether all outputs are to be binary, if none is named
};

/// Reads a request. `header`: what Inference-Header-Content-Length says; "": the body is JSON as a
/// whole. The tensors refer to `body`. Throws HttpError (400) that says what is wrong with what.
InferRequest ReadInferRequest(std::string_view body, const std::string& header);

/// An image of a request: the contents of a picture file, or pixels.
struct InferImage {
  std::string file;
  cv::Mat pixels;  ///< 8-bit BGR, if there is no file
};

/// The images of a tensor: BYTES are picture files (base64 in JSON), UINT8 are pixels (H,W,C) or
/// (N,H,W,C), with 3 channels or 1 (grey). Three channels are RGB, or BGR if the parameter "color"
/// of the tensor or the request says so. Throws HttpError: 400, also for no and for more than
/// kMostImages images; 413 for one with more than `most_pixels`.
std::vector<InferImage> ImagesOf(const InputTensor& tensor, const nlohmann::json& parameters,
                                 double most_pixels);

inline constexpr size_t kMostImages = 256;

/// The only version of each model.
inline constexpr const char* kVersion = "1";

class Exchange;

/// Throws HttpError (404) if the address of a request names another version of its model.
void CheckVersion(const Exchange& exchange);

}  // namespace fastdeploy::server
