// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "fastdeploy/vision/any_model.h"

namespace fastdeploy::server {

/// What the inference protocol tells about a tensor: -1 is a dimension of any size.
struct TensorInfo {
  std::string name;
  std::string datatype;  ///< "FP32", "INT32", "UINT8", "BYTES"
  std::vector<int64_t> shape;
};

/// A tensor of a response.
struct OutputTensor {
  TensorInfo info;
  std::string bytes;               ///< the numbers, little-endian
  std::vector<std::string> texts;  ///< in place of them for BYTES

  /// The values as a JSON array, row by row.
  [[nodiscard]] std::string Json() const;
  /// The values as the binary extension has them: texts after their lengths.
  [[nodiscard]] std::string Binary() const;
};

/// The tensors of a result, by its type:
/// classification: label_ids, scores; features: feature; detection: boxes (N,4), scores, label_ids,
/// rotated_boxes (N,4,2), and, if `masks`, masks (N,H,W) as large as the image; segmentation:
/// label_map (H,W), score_map; OCR: boxes (N,4,2), txts, scores, and table_html of tables; matting:
/// alpha (H,W); key points: keypoints (N,K,2), scores (N,K); tracking: boxes (N,4), ids, scores,
/// class_ids. Those that the model has no values for are left out. None for another type.
std::vector<OutputTensor> TensorsOf(const vision::AnyResult& result, const cv::Size& image,
                                    bool masks);

/// The tensor with the whole result as JSON, one for each image.
OutputTensor JsonTensor(const std::vector<vision::AnyResult>& results);

/// The outputs of a model that gives such results: "result", and those that TensorsOf gives.
std::vector<TensorInfo> OutputInfos(const vision::AnyResult& result);

/// Whether these are the outputs of a model that reads text. Clients send such models a language,
/// "lang_type", which is ignored.
bool TakesLanguage(const std::vector<TensorInfo>& outputs);

}  // namespace fastdeploy::server
