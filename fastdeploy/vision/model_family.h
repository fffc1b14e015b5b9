// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fastdeploy::vision {

/// What a model is for.
enum class ModelFamily {
  kUnknown,
  kClassification,   ///< classification::PaddleClasModel
  kFeature,          ///< classification::PPShiTuV2Recognizer
  kTextDetection,    ///< ocr::DBDetector
  kTextRecognition,  ///< ocr::Recognizer
  kOcr,              ///< pipeline::PPOCR: a folder of det/, rec/ and, optional, cls/
  kDetection,        ///< PaddleDetection's models
  kSegmentation,     ///< PaddleSeg's models
};

/// "text detection".
std::string Str(ModelFamily family);

/// Tells from an exporter's YAML what its model is for. kUnknown where it does not say.
/// Throws Error (kNotFound, kInvalidFile). Thread-safe.
ModelFamily FamilyOfConfig(const std::string& config_file);

/// The same of a model's folder, which may be one of PP-OCR. kUnknown where it holds no YAML.
/// Throws Error, also as FindModelFolder does. Thread-safe.
ModelFamily FamilyOfFolder(const std::string& folder);

}  // namespace fastdeploy::vision
