// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fastdeploy/core/fd_tensor.h"
#include "fastdeploy/core/visibility.h"
#include "fastdeploy/vision/detection/preprocessor.h"
#include "fastdeploy/vision/tracking/result.h"
#include "fastdeploy/vision/tracking/tracker.h"

namespace fastdeploy::vision::tracking {

/// Where objects have been: the middles of their boxes in all images, by id. (Ids of several
/// classes are not told apart.) The functions are thread-safe; `records` is not.
struct FASTDEPLOY_DECL TrailRecorder {
  std::map<int, std::vector<std::array<int, 2>>> records;  ///< id: x, y of each image

  TrailRecorder() = default;
  TrailRecorder(const TrailRecorder& other) : records(other.Records()) {}
  TrailRecorder& operator=(const TrailRecorder& other);
  ~TrailRecorder() = default;

  void Add(int id, const std::array<int, 2>& record);
  void Clear();
  /// A copy of `records`.
  [[nodiscard]] std::map<int, std::vector<std::array<int, 2>>> Records() const;

 private:
  mutable std::mutex mutex_;
};

/// Turns the outputs of a JDE or FairMOT model into tracks: objects [N, 6] (label, score, left,
/// top, right, bottom) and their embeddings [N, size], both float32.
class FASTDEPLOY_DECL PPTrackingPostprocessor {
 public:
  using Result = MOTResult;

  /// What a model remembers from image to image. The copy of a model has an empty one.
  struct State {
    std::optional<JDETracker> tracker;
    TrailRecorder* recorder = nullptr;
  };

  PPTrackingPostprocessor() = default;
  /// Reads the exporter's YAML, whose part `tracker` says how to track. Throws Error.
  explicit PPTrackingPostprocessor(const std::string& config_file);

  /// The tracks of one image, which follows the one before. Throws Error for other outputs and for
  /// NaN or infinity; the state is then as before.
  std::vector<MOTResult> Process(std::span<const FDTensor> outputs,
                                 const detection::PaddleDetPreprocessor::Geometry& geometry,
                                 State* state) const;

  /// How objects are tracked. A change affects sequences that begin after it.
  TrackerConfig tracker;
  /// Tracks with a lower score (the YAML's draw_threshold), with an area up to this (square
  /// pixels), and with a width of more heights than this (0: any) are not in the results.
  float score_threshold = 0.5F;
  float min_box_area = 200;
  float vertical_ratio = 1.6F;

  /// Names of the classes, if the YAML lists them.
  [[nodiscard]] const std::vector<std::string>& GetLabels() const { return labels_; }

 private:
  std::vector<std::string> labels_;
};

}  // namespace fastdeploy::vision::tracking
