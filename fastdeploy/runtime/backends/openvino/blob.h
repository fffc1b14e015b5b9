// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/any.hpp>
#include <openvino/runtime/compiled_model.hpp>
#include <string>

namespace fastdeploy {

// A blob is a file with a model as OpenVINO has compiled it: the network after all changes, and its
// weights as they are before they are packed for a kernel.

/// Writes a new file. Throws Error.
void WriteBlob(ov::CompiledModel model, const std::string& path);

/// Opens a blob with these properties. The file is mapped for as long as the model lives, but takes
/// next to no memory: once the weights are packed, its pages are given back. Throws Error or
/// ov::Exception.
ov::CompiledModel OpenBlob(const std::string& path, const ov::AnyMap& config);

}  // namespace fastdeploy
