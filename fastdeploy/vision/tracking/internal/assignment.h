// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <utility>
#include <vector>

namespace fastdeploy::vision::tracking {

/// Which rows and columns belong together.
struct Assignment {
  std::vector<std::pair<size_t, size_t>> matches;  ///< row, column; by rows
  std::vector<size_t> rows;                        ///< without a column
  std::vector<size_t> columns;                     ///< without a row
};

/// The assignment with the least sum of costs, where a row without a column costs `limit`: only
/// pairs below it are matched. (The problem that lap.lapjv with extend_cost and cost_limit solves.)
/// `costs` is CV_64F and may hold infinity, but not NaN.
Assignment Assign(const cv::Mat& costs, double limit);

}  // namespace fastdeploy::vision::tracking
