// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_type.h"
#include "fastdeploy/core/visibility.h"

namespace fastdeploy {

/// The inference engines that FastDeploy 1.x knows. GetAvailableBackends() are those of this build.
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

/// Format of a model file. Formats that this library reads are recognised by the bytes of the file,
/// whichever of them is named; the others are refused.
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
FASTDEPLOY_DECL std::string Str(const Backend& backend);
/// "ModelFormat::PADDLE".
FASTDEPLOY_DECL std::string Str(const ModelFormat& format);
FASTDEPLOY_DECL std::ostream& operator<<(std::ostream& out, const Backend& backend);
FASTDEPLOY_DECL std::ostream& operator<<(std::ostream& out, const ModelFormat& format);

/// The backends that this build has and whose libraries are installed, best first.
FASTDEPLOY_DECL std::vector<Backend> GetAvailableBackends();
FASTDEPLOY_DECL bool IsBackendAvailable(const Backend& backend);
/// Whether a backend of this build reads the format, or runs on the device.
FASTDEPLOY_DECL bool Supported(ModelFormat format, Backend backend);
FASTDEPLOY_DECL bool Supported(Device device, Backend backend);

}  // namespace fastdeploy
