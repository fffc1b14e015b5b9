// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

namespace fastdeploy::vision::tracking {

/// A box as the filter measures it: centre x and y, width / height, height.
using Measurement = cv::Vec4d;

/// A Kalman filter for a box that moves with constant velocity. Its state is the measurement and
/// the velocities of its four numbers; uncertainties are in proportion to the height. The filter of
/// DeepSORT (Wojke et al., 2017), as in PaddleDetection's ppdet/modeling/mot/motion.
class Kalman {
 public:
  Kalman() = default;
  explicit Kalman(const Measurement& measurement);

  /// One image later. With `keep_height` the velocity of the height is set to 0 first.
  void Predict(bool keep_height);
  /// Corrects the state by a measurement.
  void Update(const Measurement& measurement);
  /// The squared Mahalanobis distance of a measurement from the state.
  [[nodiscard]] double Distance(const Measurement& measurement) const;
  [[nodiscard]] Measurement Box() const { return {mean_[0], mean_[1], mean_[2], mean_[3]}; }

 private:
  using State = cv::Vec<double, 8>;
  using Covariance = cv::Matx<double, 8, 8>;

  /// The covariance of what is measured.
  [[nodiscard]] cv::Matx44d Projected() const;

  State mean_;
  Covariance covariance_;
};

}  // namespace fastdeploy::vision::tracking
