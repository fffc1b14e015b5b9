// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

namespace fastdeploy::vision::ocr {

/// A recognised line.
struct DecodedText {
  std::string text;
  float score = 0;  ///< mean probability of the kept characters; 0 if there are none
};

/// A character of it: its class, and the step at which it was read.
struct DecodedCharacter {
  size_t index = 0;
  size_t step = 0;
};

/// Greedy CTC decoding (Graves et al., ICML 2006; PaddleOCR's CTCLabelDecode): the best class of
/// every step, without repeats of the previous step's and without blanks (class 0). `probabilities`
/// is [steps, classes.size()], row-major. The characters are added to `characters`, if that is not
/// null.
DecodedText DecodeCtc(std::span<const float> probabilities, const std::vector<std::string>& classes,
                      std::vector<DecodedCharacter>* characters = nullptr);

/// The index of the first maximum. `values` must not be empty or contain NaN.
size_t ArgMax(std::span<const float> values);

}  // namespace fastdeploy::vision::ocr
