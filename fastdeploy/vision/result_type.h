// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fastdeploy::vision {

/// The task that produced a result, with 1.x's names and values.
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
