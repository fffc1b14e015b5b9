// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/runtime/backend.h"
#include "fastdeploy/vision/ocr/internal/ctc.h"
#include "fastdeploy/vision/ocr/internal/heads.h"

namespace fastdeploy::vision::ocr {

/// A head's outputs for a batch of lines, checked.
struct HeadValues {
  std::span<const float> values;  ///< of all lines, as the network gave them
  std::vector<int64_t> ids;       ///< kIds: their classes
  size_t lines = 0;
  size_t steps = 0;
  size_t classes = 0;  ///< 0 if the outputs do not tell
};

/// Throws Error, naming the output, if it is not what the head gives for `lines` lines: another
/// shape or type, NaN or infinity.
HeadValues ReadOutputs(const Head& head, std::span<const FDTensor> outputs, size_t lines);

/// The number of lines that outputs are for; 0 if that is not known.
size_t LinesIn(const Head& head, std::span<const FDTensor> outputs);

/// The number of classes of a network; 0 if its outputs do not tell.
size_t ClassesIn(const Head& head, std::span<const TensorInfo> outputs);

/// The same for a network that gives ids, with a dictionary of this size: the space is always a
/// class, as by default in PaddleOCR.
size_t ClassesOfIds(const Head& head, size_t characters);

/// The text of one line, as PaddleOCR's classes give it. `classes` are the texts of the classes.
/// The characters of a CTC head are added to `characters`, if that is not null.
DecodedText DecodeLine(const Head& head, const HeadValues& values, size_t line,
                       const std::vector<std::string>& classes,
                       std::vector<DecodedCharacter>* characters);

/// The letters (in lower case), digits and ideographs of a text: PaddleOCR's rm_symbol.
std::string WithoutSymbols(const std::string& text);

}  // namespace fastdeploy::vision::ocr
