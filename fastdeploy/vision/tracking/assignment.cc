// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/internal/assignment.h"

#include <limits>

namespace fastdeploy::vision::tracking {
namespace {

constexpr size_t kNone = std::numeric_limits<size_t>::max();

/// Finds the cheapest columns for rows, one row after the other, along shortest paths (Jonker and
/// Volgenant, 1987). Besides the columns of the matrix each row has one of its own, with the cost
/// of no match; it is column `columns + row`.
class Solver {
 public:
  Solver(const cv::Mat& costs, double limit)
      : costs_(costs),
        limit_(limit),
        rows_(static_cast<size_t>(costs.rows)),
        columns_(static_cast<size_t>(costs.cols)),
        all_(columns_ + rows_),
        row_price_(rows_),
        column_price_(all_),
        row_of_(all_, kNone) {}

  /// The row of each column; kNone: none.
  std::vector<size_t> Solve() {
    for (size_t row = 0; row < rows_; ++row) AddRow(row);
    row_of_.resize(columns_);
    return row_of_;
  }

 private:
  [[nodiscard]] double Cost(size_t row, size_t column) const {
    if (column >= columns_) return column - columns_ == row ? limit_ : never_;
    const double cost = costs_.at<double>(static_cast<int>(row), static_cast<int>(column));
    return cost < limit_ ? cost : never_;
  }

  void AddRow(size_t added) {
    std::vector<double> distance(all_, never_);
    std::vector<size_t> before(all_, kNone);  // the column before on the path; kNone: the new row
    std::vector<char> done(all_);
    size_t row = added;
    size_t column = kNone;
    double length = 0;
    for (;;) {
      size_t nearest = kNone;
      for (size_t next = 0; next < all_; ++next) {
        if (done[next] != 0) continue;
        const double through = length + Cost(row, next) - row_price_[row] - column_price_[next];
        if (through < distance[next]) {
          distance[next] = through;
          before[next] = column;
        }
        if (nearest == kNone || distance[next] < distance[nearest]) nearest = next;
      }
      // There is always one within reach: the row's own.
      column = nearest;
      length = distance[column];
      done[column] = 1;
      if (row_of_[column] == kNone) break;
      row = row_of_[column];
    }
    // New prices keep all reduced costs at 0 or more, and 0 along the path.
    row_price_[added] += length;
    for (size_t visited = 0; visited < all_; ++visited) {
      if (done[visited] == 0 || visited == column) continue;
      column_price_[visited] -= length - distance[visited];
      row_price_[row_of_[visited]] += length - distance[visited];
    }
    while (before[column] != kNone) {
      row_of_[column] = row_of_[before[column]];
      column = before[column];
    }
    row_of_[column] = added;
  }

  const cv::Mat& costs_;
  double limit_;
  double never_ = std::numeric_limits<double>::infinity();
  size_t rows_;
  size_t columns_;
  size_t all_;
  std::vector<double> row_price_;
  std::vector<double> column_price_;
  std::vector<size_t> row_of_;
};

}  // namespace

Assignment Assign(const cv::Mat& costs, double limit) {
  const std::vector<size_t> row_of = Solver(costs, limit).Solve();
  std::vector<size_t> column_of(static_cast<size_t>(costs.rows), kNone);
  Assignment found;
  for (size_t column = 0; column < row_of.size(); ++column) {
    if (row_of[column] == kNone) {
      found.columns.push_back(column);
    } else {
      column_of[row_of[column]] = column;
    }
  }
  for (size_t row = 0; row < column_of.size(); ++row) {
    if (column_of[row] == kNone) {
      found.rows.push_back(row);
    } else {
      found.matches.emplace_back(row, column_of[row]);
    }
  }
  return found;
}

}  // namespace fastdeploy::vision::tracking
