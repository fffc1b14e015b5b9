// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/internal/distance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace fastdeploy::vision::tracking {
namespace {

constexpr double kLook = 0.98;
constexpr double kUnlikely = 9.4877;  // 0.95 quantile of chi squared with 4 degrees of freedom

template <typename Distance>
cv::Mat Distances(const Trajectories& tracks, const std::vector<Candidate>& objects,
                  const Distance& distance) {
  cv::Mat distances(static_cast<int>(tracks.size()), static_cast<int>(objects.size()), CV_64F);
  for (int row = 0; row < distances.rows; ++row) {
    for (int column = 0; column < distances.cols; ++column) {
      distances.at<double>(row, column) =
          distance(*tracks[static_cast<size_t>(row)], objects[static_cast<size_t>(column)]);
    }
  }
  return distances;
}

double Euclidean(const std::vector<float>& a, const std::vector<float>& b) {
  double square = 0;
  for (size_t i = 0; i < a.size(); ++i) square += (double(a[i]) - b[i]) * (double(a[i]) - b[i]);
  return std::sqrt(square);
}

double Cosine(const std::vector<float>& a, const std::vector<float>& b) {
  // Both have length 1, but not in all bits.
  const auto dot = [](const std::vector<float>& x, const std::vector<float>& y) {
    return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
  };
  const double lengths = std::sqrt(dot(a, a) * dot(b, b));
  return lengths > 0 ? std::max(0.0, 1 - dot(a, b) / lengths) : 1;
}

}  // namespace

float BoxDistance(const cv::Vec4f& box, const cv::Vec4f& other) {
  const auto side = [](float from, float to) { return to - from + 1; };
  const auto area = [&](const cv::Vec4f& of) { return side(of[0], of[2]) * side(of[1], of[3]); };
  const float width = side(std::max(box[0], other[0]), std::min(box[2], other[2]));
  const float height = side(std::max(box[1], other[1]), std::min(box[3], other[3]));
  if (width <= 0 || height <= 0) return 1;
  return 1 - width * height / (area(box) + area(other) - width * height);
}

cv::Mat BoxDistances(const Trajectories& tracks, const std::vector<Candidate>& objects) {
  return Distances(tracks, objects, [](const Trajectory& track, const Candidate& object) {
    return BoxDistance(track.Ltrb(), object.ltrb);
  });
}

cv::Mat LookDistances(const Trajectories& tracks, const std::vector<Candidate>& objects,
                      bool cosine) {
  return Distances(tracks, objects, [=](const Trajectory& track, const Candidate& object) {
    const double motion = track.filter.Distance(object.box);
    if (!(motion <= kUnlikely)) return std::numeric_limits<double>::infinity();
    const double look =
        cosine ? Cosine(track.look, object.look) : Euclidean(track.look, object.look);
    return kLook * look + (1 - kLook) * motion;
  });
}

}  // namespace fastdeploy::vision::tracking
