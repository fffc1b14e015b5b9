// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/model_files.h"
#include "fastdeploy/vision/ocr/dictionary.h"

namespace fastdeploy::vision::ocr {

/// The character dictionary of a model: from a file that was named, the model's metadata, its YAML,
/// or a file beside it. What the exporter wrote goes before a .txt, which may be any note. If there
/// is none it is `fallback`; throws Error if that is null.
Dictionary FindDictionary(const ModelFiles& files, const ModelFile& model,
                          const std::optional<Yaml>& yaml, const Dictionary* fallback = nullptr);

}  // namespace fastdeploy::vision::ocr
