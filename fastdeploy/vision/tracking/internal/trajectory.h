// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "fastdeploy/vision/tracking/internal/kalman.h"
#include "fastdeploy/vision/tracking/tracker.h"

namespace fastdeploy::vision::tracking {

/// A vector of length 1 (0, if all numbers are 0).
std::vector<float> Normalized(std::span<const float> vector);

/// An object of one image, prepared to be matched.
struct Candidate {
  explicit Candidate(const Detection& detection);

  float score;
  cv::Vec4f ltrb;
  Measurement box;
  std::vector<float> look;  ///< the embedding, of length 1
};

/// An object through the images of a sequence.
struct Trajectory {
  enum class State { kTracked, kLost, kRemoved };

  Trajectory(const Candidate& candidate, int new_id, int image);

  /// Adds an object that was matched with this one.
  void Add(const Candidate& candidate, int image);
  /// Predicts where it is in the next image.
  void Predict() { filter.Predict(state != State::kTracked); }
  [[nodiscard]] cv::Vec4f Ltrb() const;

  int id;
  float score;
  State state = State::kTracked;
  bool confirmed;         ///< seen in two images, or begun in the first one
  bool given_up = false;  ///< was removed in an earlier image
  int first_image;
  int last_image;
  Kalman filter;
  std::vector<float> look;  ///< the mean of its embeddings, the latest with weight 0.1
};

using Trajectories = std::vector<std::shared_ptr<Trajectory>>;

/// The tracks of a class.
class ClassTracker {
 public:
  explicit ClassTracker(const TrackerConfig& config) : config_(config) {}

  /// Goes on to the next image, the `image`th (from 1).
  void Update(const std::vector<Candidate>& candidates, int image);
  /// The confirmed tracks that go on in this image.
  [[nodiscard]] Trajectories Current() const;

 private:
  void GiveUpLost(int image);

  TrackerConfig config_;
  int count_ = 0;  ///< of ids
  Trajectories tracked_;
  Trajectories lost_;
};

}  // namespace fastdeploy::vision::tracking
