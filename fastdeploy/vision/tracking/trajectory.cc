// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/internal/trajectory.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fastdeploy/vision/tracking/internal/distance.h"

namespace fastdeploy::vision::tracking {
namespace {

constexpr float kOldLook = 0.9F;
constexpr double kSameBox = 0.15;  // tracks closer than this (1 - IoU) are one object

template <typename T>
std::vector<T> Picked(const std::vector<T>& from, const std::vector<size_t>& indices) {
  std::vector<T> picked;
  for (const size_t i : indices) picked.push_back(from[i]);
  return picked;
}

/// Of two tracks of one object, drops the one that was followed for fewer images.
void DropDoubles(Trajectories* tracked, Trajectories* lost) {
  std::vector<char> drop_tracked(tracked->size());
  std::vector<char> drop_lost(lost->size());
  for (size_t i = 0; i < tracked->size(); ++i) {
    for (size_t j = 0; j < lost->size(); ++j) {
      const Trajectory& one = *(*tracked)[i];
      const Trajectory& other = *(*lost)[j];
      if (!(BoxDistance(one.Ltrb(), other.Ltrb()) < kSameBox)) continue;
      const bool longer = one.last_image - one.first_image > other.last_image - other.first_image;
      (longer ? drop_lost[j] : drop_tracked[i]) = 1;
    }
  }
  const auto drop = [](Trajectories* tracks, const std::vector<char>& dropped) {
    Trajectories kept;
    for (size_t i = 0; i < tracks->size(); ++i) {
      if (dropped[i] == 0) kept.push_back((*tracks)[i]);
    }
    *tracks = std::move(kept);
  };
  drop(tracked, drop_tracked);
  drop(lost, drop_lost);
}

void AddNew(const Trajectories& added, Trajectories* tracks) {
  for (const auto& track : added) {
    if (std::ranges::find(*tracks, track) == tracks->end()) tracks->push_back(track);
  }
}

}  // namespace

std::vector<float> Normalized(std::span<const float> vector) {
  const double square = std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0);
  const double length = std::sqrt(square);
  std::vector<float> normalized(vector.begin(), vector.end());
  if (length > 0) {
    for (float& number : normalized) number = static_cast<float>(number / length);
  }
  return normalized;
}

Candidate::Candidate(const Detection& detection)
    : score(detection.score), ltrb(detection.ltrb), look(Normalized(detection.embedding)) {
  const double width = double(ltrb[2]) - ltrb[0];
  const double height = double(ltrb[3]) - ltrb[1];
  box = {ltrb[0] + width / 2, ltrb[1] + height / 2, width / height, height};
}

Trajectory::Trajectory(const Candidate& candidate, int new_id, int image)
    : id(new_id),
      score(candidate.score),
      confirmed(image == 1),
      first_image(image),
      last_image(image),
      filter(candidate.box),
      look(candidate.look) {}

void Trajectory::Add(const Candidate& candidate, int image) {
  filter.Update(candidate.box);
  for (size_t i = 0; i < look.size(); ++i) {
    look[i] = kOldLook * look[i] + (1 - kOldLook) * candidate.look[i];
  }
  look = Normalized(look);
  // As in the reference, an object that is found again keeps its score for this image.
  if (state == State::kTracked) score = candidate.score;
  state = State::kTracked;
  confirmed = true;
  last_image = image;
}

cv::Vec4f Trajectory::Ltrb() const {
  const auto [x, y, ratio, height] = filter.Box().val;
  const double width = ratio * height;
  return cv::Vec4d(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
}

void ClassTracker::Update(const std::vector<Candidate>& all, int image) {
  Trajectories pool;
  Trajectories unconfirmed;
  for (const auto& track : tracked_) (track->confirmed ? pool : unconfirmed).push_back(track);
  AddNew(lost_, &pool);
  for (const auto& track : pool) track->Predict();

  Trajectories seen;
  Trajectories found_again;
  const auto match = [&](const Trajectories& tracks, const std::vector<Candidate>& candidates,
                         const cv::Mat& distances, double threshold) {
    Assignment assignment = Assign(distances, threshold);
    for (const auto& [row, column] : assignment.matches) {
      Trajectory& track = *tracks[row];
      (track.state == Trajectory::State::kTracked ? seen : found_again).push_back(tracks[row]);
      track.Add(candidates[column], image);
    }
    return assignment;
  };
  const Assignment by_look =
      match(pool, all, LookDistances(pool, all, config_.cosine), config_.tracked_thresh);

  // By their boxes: those that were there in the last image.
  const std::vector<Candidate> rest = Picked(all, by_look.columns);
  Trajectories recent = Picked(pool, by_look.rows);
  std::erase_if(recent, [](const auto& t) { return t->state != Trajectory::State::kTracked; });
  const Assignment by_box =
      match(recent, rest, BoxDistances(recent, rest), config_.r_tracked_thresh);
  const Trajectories newly_lost = Picked(recent, by_box.rows);
  for (const auto& track : newly_lost) track->state = Trajectory::State::kLost;

  const std::vector<Candidate> last = Picked(rest, by_box.columns);
  const Assignment of_unconfirmed =
      match(unconfirmed, last, BoxDistances(unconfirmed, last), config_.unconfirmed_thresh);
  for (const size_t row : of_unconfirmed.rows) {
    unconfirmed[row]->state = Trajectory::State::kRemoved;
  }
  for (const size_t column : of_unconfirmed.columns) {
    if (last[column].score < config_.det_thresh) continue;
    seen.push_back(std::make_shared<Trajectory>(last[column], ++count_, image));
  }

  std::erase_if(tracked_, [](const auto& t) { return t->state != Trajectory::State::kTracked; });
  AddNew(seen, &tracked_);
  AddNew(found_again, &tracked_);
  const Trajectories before = std::exchange(lost_, {});
  for (const auto& track : before) {
    // Given up now, but, as in the reference, it can still be found in the next image.
    const bool late = image - track->last_image > config_.max_time_lost;
    const bool tracked = std::ranges::find(tracked_, track) != tracked_.end();
    if (!tracked && !track->given_up) lost_.push_back(track);
    if (!tracked && late) track->state = Trajectory::State::kRemoved;
    if (late) track->given_up = true;
  }
  for (const auto& track : newly_lost) {
    if (!track->given_up) AddNew({track}, &lost_);
  }
  DropDoubles(&tracked_, &lost_);
}

Trajectories ClassTracker::Current() const {
  Trajectories current;
  std::ranges::copy_if(tracked_, std::back_inserter(current),
                       [](const auto& track) { return track->confirmed; });
  return current;
}

}  // namespace fastdeploy::vision::tracking
