// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fastdeploy/runtime/backends/onnxruntime/ort.h"

namespace fastdeploy {

struct RuntimeOption;

/// A model that ONNX Runtime reads.
struct OnnxSource {
  std::string path;                   ///< its file; empty: `bytes` are the model
  std::string_view bytes;             ///< must outlive this
  std::vector<std::string_view> key;  ///< everything that tells it from other models
};

/// Opens a session. Throws Ort::Exception.
Ort::Session Open(const OnnxSource& source, const Ort::SessionOptions& options);

/// The path of the model, optimised with `options`, with its weights in files beside it, packed for
/// this CPU. ONNX Runtime maps those files, so that all processes which open them share their
/// pages.
///
/// The files are in a folder of the cache folder, named by a digest of the model, the version of
/// ONNX Runtime, the features of the CPU and the options that matter. If they do not exist or are
/// damaged, one process writes them while others wait. If that process is killed, the incomplete
/// files are never used. Throws Error, Ort::Exception.
std::string SharedModel(const OnnxSource& source, Ort::SessionOptions options,
                        const RuntimeOption& option);

}  // namespace fastdeploy
