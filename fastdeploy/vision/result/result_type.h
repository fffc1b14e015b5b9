// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fastdeploy::vision {

/// What a result is the result of, in 1.x's words.
enum ResultType { UNKNOWN_RESULT, CLASSIFY, DETECTION, SEGMENTATION, OCR, MATTING, MASK };

}  // namespace fastdeploy::vision
