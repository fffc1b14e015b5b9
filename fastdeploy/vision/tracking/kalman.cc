// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/internal/kalman.h"

namespace fastdeploy::vision::tracking {
namespace {

// Standard deviations: of positions and of velocities, in heights of the box.
constexpr double kPosition = 1.0 / 20;
constexpr double kVelocity = 1.0 / 160;

/// The diagonal matrix of the squares of these deviations: `position` for x, y and height, `ratio`
/// for width / height; the same for the velocities.
cv::Vec<double, 8> Variances(double position, double ratio, double velocity,
                             double ratio_velocity) {
  const cv::Vec<double, 8> deviations(position, position, ratio, position, velocity, velocity,
                                      ratio_velocity, velocity);
  return deviations.mul(deviations);
}

}  // namespace

Kalman::Kalman(const Measurement& measurement)
    : mean_(measurement[0], measurement[1], measurement[2], measurement[3], 0, 0, 0, 0) {
  const double height = measurement[3];
  covariance_ =
      Covariance::diag(Variances(2 * kPosition * height, 1e-2, 10 * kVelocity * height, 1e-5));
}

void Kalman::Predict(bool keep_height) {
  if (keep_height) mean_[7] = 0;
  const double height = mean_[3];
  auto motion = Covariance::eye();
  for (int i = 0; i < 4; ++i) motion(i, i + 4) = 1;
  mean_ = motion * mean_;
  covariance_ = motion * covariance_ * motion.t() +
                Covariance::diag(Variances(kPosition * height, 1e-2, kVelocity * height, 1e-5));
}

cv::Matx44d Kalman::Projected() const {
  const double deviation = kPosition * mean_[3];
  const double variance = deviation * deviation;
  constexpr double kRatio = 1e-1;
  return covariance_.get_minor<4, 4>(0, 0) +
         cv::Matx44d::diag({variance, variance, kRatio * kRatio, variance});
}

void Kalman::Update(const Measurement& measurement) {
  const cv::Matx44d projected = Projected();
  const cv::Matx<double, 4, 8> shared = covariance_.get_minor<4, 8>(0, 0);
  const cv::Matx<double, 8, 4> gain = projected.solve(shared, cv::DECOMP_CHOLESKY).t();
  mean_ += State(gain * (measurement - Box()));
  covariance_ = covariance_ - gain * projected * gain.t();
}

double Kalman::Distance(const Measurement& measurement) const {
  const Measurement apart = measurement - Box();
  return apart.dot(Measurement(Projected().solve(apart, cv::DECOMP_CHOLESKY).val));
}

}  // namespace fastdeploy::vision::tracking
