// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastdeploy::server {

/// Names and values of labels, in the order in which they are written.
using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

/// Counters, gauges and histograms, written in Prometheus's text format. Which there are, their
/// kinds and their help are one table, in metrics.cc. All members are thread-safe.
class Metrics {
 public:
  /// Adds to a counter.
  void Add(std::string_view name, const Labels& labels, double amount = 1);
  /// Sets a gauge.
  void Set(std::string_view name, const Labels& labels, double value);
  /// Adds a duration in seconds to a histogram.
  void Observe(std::string_view name, const Labels& labels, double seconds);
  /// The value of a counter or a gauge; 0 if it was never touched.
  [[nodiscard]] double Value(std::string_view name, const Labels& labels) const;
  /// All metrics, as https://prometheus.io/docs/instrumenting/exposition_formats describes.
  [[nodiscard]] std::string Text() const;

 private:
  struct Histogram {
    std::vector<uint64_t> counts;  ///< per bucket, the last one without a bound
    double sum = 0;
  };

  mutable std::mutex mutex_;
  /// By name, then by the labels as they are written.
  std::map<std::string, std::map<std::string, double>, std::less<>> values_;
  std::map<std::string, std::map<std::string, Histogram>, std::less<>> histograms_;
};

/// Sets the figures of this process: memory and CPU time.
void SetProcessMetrics(Metrics* metrics);

}  // namespace fastdeploy::server
