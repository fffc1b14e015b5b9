// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/tracker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/tracking/internal/trajectory.h"

namespace fastdeploy::vision::tracking {
namespace {

/// Coordinates beyond this are no pixels; their squares would not be finite.
constexpr float kFarthest = 1e6F;
constexpr float kLeastHeight = 1e-3F;

void CheckDetection(const Detection& detection, size_t embedding) {
  const auto fail = [](const std::string& reason) {
    throw Error(ErrorKind::kInvalidArgument, "cannot track an object: " + reason);
  };
  const auto is_finite = [](float number) { return std::isfinite(number); };
  const auto is_near = [](float at) { return std::abs(at) <= kFarthest; };
  const cv::Vec4f& box = detection.ltrb;
  if (detection.embedding.size() != embedding) {
    fail(fmt::format("its embedding has {} numbers, those before have {}",
                     detection.embedding.size(), embedding));
  }
  if (!std::ranges::all_of(detection.embedding, is_finite) || !is_finite(detection.score)) {
    fail("its embedding or score is not finite");
  }
  if (!std::all_of(box.val, box.val + 4, is_near)) {
    fail(fmt::format("its box is {}, {}, {}, {}", box[0], box[1], box[2], box[3]));
  }
}

}  // namespace

struct JDETracker::State {
  TrackerConfig config;
  std::vector<ClassTracker> classes;
  int image = 0;
  size_t embedding = 0;  ///< numbers of an embedding; 0: not known yet
};

JDETracker::JDETracker(const TrackerConfig& config) : state_(std::make_unique<State>()) {
  if (config.num_classes < 1) {
    throw Error(ErrorKind::kInvalidArgument,
                fmt::format("num_classes is {}: expected 1 or more", config.num_classes));
  }
  state_->config = config;
  state_->classes.assign(static_cast<size_t>(config.num_classes), ClassTracker(config));
}

JDETracker::JDETracker(JDETracker&& other) noexcept = default;
JDETracker& JDETracker::operator=(JDETracker&& other) noexcept = default;
JDETracker::~JDETracker() = default;

std::vector<Track> JDETracker::Update(std::span<const Detection> detections) {
  State& state = *state_;
  const auto is_tracked = [&](const Detection& detection) {
    return detection.class_id >= 0 && detection.class_id < state.config.num_classes &&
           detection.score > state.config.conf_thres &&
           !(detection.ltrb[3] - detection.ltrb[1] < kLeastHeight);
  };
  size_t embedding = state.embedding;
  std::vector<std::vector<Candidate>> candidates(state.classes.size());
  for (const Detection& detection : detections) {
    if (!is_tracked(detection)) continue;
    if (embedding == 0) embedding = detection.embedding.size();
    CheckDetection(detection, embedding);
    candidates[static_cast<size_t>(detection.class_id)].emplace_back(detection);
  }
  state.embedding = embedding;
  ++state.image;
  std::vector<Track> tracks;
  for (size_t i = 0; i < state.classes.size(); ++i) {
    state.classes[i].Update(candidates[i], state.image);
    for (const auto& track : state.classes[i].Current()) {
      tracks.push_back({track->id, track->score, track->Ltrb(), static_cast<int>(i)});
    }
  }
  return tracks;
}

}  // namespace fastdeploy::vision::tracking
