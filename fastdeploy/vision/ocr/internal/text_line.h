// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/transform/prepare.h"

namespace fastdeploy::vision::ocr {

// How the angle classifier and the recogniser prepare a line of text (PaddleOCR, resize_norm_img).

constexpr int kMaxLineSide = 16384;

/// Throws Error unless a shape is {channels, height, width} with sides from 1 to 16384.
inline void CheckLineShape(const std::string& name, const std::vector<int>& shape,
                           int channels = 3) {
  const auto fits = [](int side) { return side >= 1 && side <= kMaxLineSide; };
  if (shape.size() == 3 && shape[0] == channels && fits(shape[1]) && fits(shape[2])) return;
  throw Error(ErrorKind::kInvalidArgument, name + " must be {" + std::to_string(channels) +
                                               ", height, width}, with sides of 1 to " +
                                               std::to_string(kMaxLineSide));
}

/// Keeps the BGR order; normalises values to -1..1.
inline Preparation TextLinePreparation() {
  return {.normalize = {.mean = {0.5F, 0.5F, 0.5F}, .std = {0.5F, 0.5F, 0.5F}, .scale = 1 / 255.0F},
          .layout = {.normalize = true, .rgb = false, .chw = true}};
}

/// Writes lines into one tensor of batch.fixed; the steps bring each line to at most that size. The
/// geometry has the tensor's size as that of the prepared line.
inline std::vector<Geometry> PrepareLines(std::span<const cv::Mat> lines, Preparation preparation,
                                          std::vector<transform::Step> steps,
                                          const BatchSize& batch, PrepareScratch* scratch,
                                          FDTensor* output) {
  preparation.steps = std::move(steps);
  auto geometry = Prepare(lines, preparation, batch, scratch, output);
  for (Geometry& line : geometry) line.NoteCanvas(line.prepared, batch.fixed, {0, 0});
  return geometry;
}

/// The index of line number `i` in the order of `indices`; empty: in the order of the lines. Throws
/// Error if there is no such line.
inline size_t PlaceOf(size_t i, const std::vector<int>& indices, size_t lines) {
  const size_t place =
      indices.empty() ? i : (i < indices.size() ? static_cast<size_t>(indices[i]) : lines);
  if (place < lines) return place;
  throw Error(ErrorKind::kInvalidArgument,
              "line " + std::to_string(i) + " does not exist: there are " + std::to_string(lines));
}

/// Lines number start..end - 1 in the order of `indices`. Throws Error if there are fewer lines.
inline std::vector<cv::Mat> LinesOf(const std::vector<cv::Mat>& lines, size_t start, size_t end,
                                    const std::vector<int>& indices) {
  std::vector<cv::Mat> part;
  for (size_t i = start; i < end; ++i) part.push_back(lines[PlaceOf(i, indices, lines.size())]);
  return part;
}

}  // namespace fastdeploy::vision::ocr
