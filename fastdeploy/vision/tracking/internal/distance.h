// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fastdeploy/vision/tracking/internal/assignment.h"
#include "fastdeploy/vision/tracking/internal/trajectory.h"

namespace fastdeploy::vision::tracking {

// Distances between tracks and objects, CV_64F [tracks, objects].

/// 1 - IoU of two boxes, whose last row and column of pixels belong to them.
float BoxDistance(const cv::Vec4f& box, const cv::Vec4f& other);
cv::Mat BoxDistances(const Trajectories& tracks, const std::vector<Candidate>& objects);

/// 0.98 of the distance of the embeddings and 0.02 of that of the motion; infinite for a motion of
/// a probability below 0.05.
cv::Mat LookDistances(const Trajectories& tracks, const std::vector<Candidate>& objects,
                      bool cosine);

}  // namespace fastdeploy::vision::tracking
