// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "fastdeploy/core/visibility.h"

namespace fastdeploy::vision::tracking {

/// How objects are tracked: the fields `tracker` of the YAML, with PaddleDetection's names and
/// defaults. Thresholds of distances are upper bounds for a match.
struct TrackerConfig {
  int num_classes = 1;
  float conf_thres = 0;             ///< objects with a score up to this are left out
  float det_thresh = 0.3F;          ///< a new track needs at least this score
  int max_time_lost = 30;           ///< images after which a lost object is given up
  double tracked_thresh = 0.7;      ///< of embeddings and motion, between tracks and objects
  double r_tracked_thresh = 0.5;    ///< of boxes (1 - IoU), for what is left
  double unconfirmed_thresh = 0.7;  ///< of boxes, for tracks of one image
  bool cosine = false;              ///< metric_type cosine, not euclidean
};

/// An object that a network has found in an image.
struct Detection {
  int class_id = 0;
  float score = 0;
  cv::Vec4f ltrb;                    ///< left, top, right, bottom in pixels
  std::span<const float> embedding;  ///< what it looks like
};

/// A tracked object, as the Kalman filter sees it after the latest image.
struct Track {
  int id = 0;  ///< each class counts from 1
  float score = 0;
  cv::Vec4f ltrb;
  int class_id = 0;
};

/// Follows objects through the images of a sequence, by what they look like and how they move: JDE
/// (Wang et al., Towards Real-Time Multi-Object Tracking, 2020), as in PaddleDetection's
/// ppdet/modeling/mot/tracker/jde_tracker.py without ByteTrack. It moves but cannot be copied. Only
/// one thread at a time may use it.
class FASTDEPLOY_DECL JDETracker {
 public:
  explicit JDETracker(const TrackerConfig& config = {});
  JDETracker(JDETracker&& other) noexcept;
  JDETracker& operator=(JDETracker&& other) noexcept;
  ~JDETracker();

  /// The tracks that go on in the next image of the sequence, class by class. Embeddings must have
  /// the same size in all images; else throws Error (kInvalidArgument), as for numbers that are not
  /// finite, and stays as it was. Objects of other classes than 0 to num_classes - 1 and boxes
  /// without a height are left out.
  std::vector<Track> Update(std::span<const Detection> detections);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fastdeploy::vision::tracking
