// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace fastdeploy::onnx {

/// The files, relative to the model's folder, in which an ONNX model keeps weights (TensorProto's
/// external_data). Throws Error (kInvalidFile) if one lies outside of the folder, or is no file at
/// all: backends take the location "*/_ORT_MEM_ADDR_/*" for an address in memory, and read there.
std::set<std::string> ExternalFiles(std::string_view model);

}  // namespace fastdeploy::onnx
