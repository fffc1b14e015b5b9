// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/internal/assignment.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>

#include "tests/testing/testing.h"

namespace fastdeploy::vision::tracking {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double CostOf(const cv::Mat& costs, const Assignment& assignment, double limit) {
  double cost = limit * double(assignment.rows.size());
  for (const auto& [row, column] : assignment.matches) {
    cost += costs.at<double>(static_cast<int>(row), static_cast<int>(column));
  }
  return cost;
}

/// The least cost of all assignments, by trying them.
double LeastCost(const cv::Mat& costs, double limit, int row, std::vector<char>* taken) {
  if (row == costs.rows) return 0;
  double least = limit + LeastCost(costs, limit, row + 1, taken);
  for (int column = 0; column < costs.cols; ++column) {
    char& is_taken = (*taken)[static_cast<size_t>(column)];
    if (is_taken != 0) continue;
    is_taken = 1;
    least =
        std::min(least, costs.at<double>(row, column) + LeastCost(costs, limit, row + 1, taken));
    is_taken = 0;
  }
  return least;
}

TEST(Assign, HasTheLeastCostOfAll) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    cv::Mat costs(1 + round % 5, 1 + round % 6, CV_64F);
    for (int i = 0; i < costs.rows * costs.cols; ++i) {
      const double cost = double(random() % 1000) / 1000;
      auto& place = costs.at<double>(i / costs.cols, i % costs.cols);
      place = cost;
      if (random() % 5 == 0) place = kInfinity;
    }
    const double limit = double(random() % 1000) / 1000;
    const Assignment found = Assign(costs, limit);
    std::vector<char> taken(static_cast<size_t>(costs.cols));
    EXPECT_NEAR(CostOf(costs, found, limit), LeastCost(costs, limit, 0, &taken), 1e-9);
    EXPECT_EQ(found.matches.size() + found.rows.size(), static_cast<size_t>(costs.rows));
    EXPECT_EQ(found.matches.size() + found.columns.size(), static_cast<size_t>(costs.cols));
    for (const auto& [row, column] : found.matches) {
      EXPECT_EQ(std::exchange(taken[column], 1), 0);
      EXPECT_LT(costs.at<double>(static_cast<int>(row), static_cast<int>(column)), limit);
    }
  }
}

TEST(Assign, PrefersTwoPairsToTheNearestOne) {
  const cv::Mat costs = (cv::Mat_<double>(2, 2) << 0.1, 0.2, 0.3, 0.9);
  const std::vector<std::pair<size_t, size_t>> crossed = {{0, 1}, {1, 0}};
  EXPECT_EQ(Assign(costs, 0.7).matches, crossed);
}

TEST(Assign, NothingToAssign) {
  const Assignment no_rows = Assign(cv::Mat(0, 2, CV_64F), 1);
  EXPECT_EQ(no_rows.columns, (std::vector<size_t>{0, 1}));
  const Assignment no_columns = Assign(cv::Mat(2, 0, CV_64F), 1);
  EXPECT_EQ(no_columns.rows, (std::vector<size_t>{0, 1}));
  EXPECT_EQ(Assign(cv::Mat(2, 2, CV_64F, cv::Scalar(kInfinity)), 1).rows.size(), 2U);
}

}  // namespace
}  // namespace fastdeploy::vision::tracking
