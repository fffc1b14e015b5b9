// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace fastdeploy {

/// Inference engines that FastDeploy 1.x knows. Which of them this build has:
/// GetAvailableBackends().
enum Backend {
  UNKNOWN,
  ORT,
  TRT,
  PDINFER,
  POROS,
  OPENVINO,
  LITE,
  RKNPU2,
  SOPHGOTPU,
  HORIZONNPU,
  TVM,
};

/// Format of a model file. What a file really holds is told from its bytes; this is only checked
/// against it where it is not one that this library can read.
enum ModelFormat {
  AUTOREC,
  PADDLE,
  ONNX,
  RKNN,
  TORCHSCRIPT,
  SOPHGO,
  HORIZON,
  TVMFormat,
  OPENVINO_IR,  ///< .xml with .bin
};

/// "Backend::OPENVINO".
std::string Str(const Backend& backend);
/// "ModelFormat::PADDLE".
std::string Str(const ModelFormat& format);
std::ostream& operator<<(std::ostream& out, const Backend& backend);
std::ostream& operator<<(std::ostream& out, const ModelFormat& format);

/// The backends that this build has.
std::vector<Backend> GetAvailableBackends();
bool IsBackendAvailable(const Backend& backend);

}  // namespace fastdeploy
