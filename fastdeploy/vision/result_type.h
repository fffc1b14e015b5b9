// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fastdeploy::vision {

/// What a result is the result of, in 1.x's words and numbers.
enum ResultType {
  UNKNOWN_RESULT,
  CLASSIFY,
  DETECTION,
  SEGMENTATION,
  OCR,
  MOT,
  FACE_DETECTION,
  FACE_ALIGNMENT,
  FACE_RECOGNITION,
  MATTING,
  MASK,
  KEYPOINT_DETECTION,
  HEADPOSE,
  PERCEPTION,
};

}  // namespace fastdeploy::vision
