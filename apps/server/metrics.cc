// SPDX-License-Identifier: Apache-2.0
#include "apps/server/metrics.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "fastdeploy/core/internal/resident_bytes.h"

namespace fastdeploy::server {
namespace {

struct Family {
  std::string_view name;
  std::string_view kind;
  std::string_view help;
};

constexpr std::array kFamilies = {
    Family{"fastdeploy_requests_total", "counter", "Requests that were answered."},
    Family{"fastdeploy_request_seconds", "histogram",
           "Time from the last byte of a request to the first byte of its answer."},
    Family{"fastdeploy_stage_seconds", "histogram",
           "Time of the stages of running a model: queue, decode, predict, encode."},
    Family{"fastdeploy_images_total", "counter", "Images that a model has processed."},
    Family{"fastdeploy_refused_total", "counter", "Requests that were refused at once, by reason."},
    Family{"fastdeploy_abandoned_total", "counter",
           "Requests whose client had gone, or whose time was up, before a model ran."},
    Family{"fastdeploy_queue_depth", "gauge", "Requests that wait for a clone of the model."},
    Family{"fastdeploy_queue_capacity", "gauge", "Requests that may wait for it."},
    Family{"fastdeploy_running", "gauge", "Requests that a clone of the model works on."},
    Family{"fastdeploy_clones", "gauge", "Clones of the model, each with a thread."},
    Family{"fastdeploy_model_ready", "gauge", "1 if the model is loaded."},
    Family{"fastdeploy_model_loads_total", "counter",
           "Times that the model was loaded, by outcome."},
    Family{"fastdeploy_model_load_seconds", "gauge", "How long the last loading took."},
    Family{"fastdeploy_model_memory_bytes", "gauge",
           "By how much the process grew while the model was loaded."},
    Family{"fastdeploy_connections", "gauge", "Open connections."},
    Family{"fastdeploy_connections_total", "counter", "Connections that were accepted."},
    Family{"fastdeploy_connection_errors_total", "counter",
           "Connections that ended early, by reason."},
    Family{"fastdeploy_log_lines_dropped_total", "counter",
           "Lines of the access log for which there was no room."},
    Family{"process_resident_memory_bytes", "gauge", "Resident memory."},
    Family{"process_cpu_seconds_total", "counter", "CPU time, user and system."},
};

constexpr std::array kBounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                0.25,   0.5,   1.0,    2.5,   5.0,  10.0,  30.0, 60.0};

std::string Written(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    text += fmt::format("{}{}=\"", text.empty() ? "" : ",", name);
    for (const char c : value) {
      if (c == '\\' || c == '"') text += '\\';
      text += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    text += '"';
  }
  return text;
}

std::string Sample(const std::string& name, const std::string& labels, double value) {
  return fmt::format("{}{}{}{} {}\n", name, labels.empty() ? "" : "{", labels,
                     labels.empty() ? "" : "}", value);
}

}  // namespace

void Metrics::Add(std::string_view name, const Labels& labels, double amount) {
  const std::lock_guard lock(mutex_);
  values_[std::string(name)][Written(labels)] += amount;
}

void Metrics::Set(std::string_view name, const Labels& labels, double value) {
  const std::lock_guard lock(mutex_);
  values_[std::string(name)][Written(labels)] = value;
}

void Metrics::Observe(std::string_view name, const Labels& labels, double seconds) {
  const auto bucket = std::ranges::lower_bound(kBounds, seconds) - kBounds.begin();
  const std::lock_guard lock(mutex_);
  Histogram& histogram = histograms_[std::string(name)][Written(labels)];
  histogram.counts.resize(kBounds.size() + 1);
  ++histogram.counts[size_t(bucket)];
  histogram.sum += seconds;
}

double Metrics::Value(std::string_view name, const Labels& labels) const {
  const std::lock_guard lock(mutex_);
  const auto family = values_.find(name);
  if (family == values_.end()) return 0;
  const auto found = family->second.find(Written(labels));
  return found == family->second.end() ? 0 : found->second;
}

std::string Metrics::Text() const {
  const std::lock_guard lock(mutex_);
  std::string text;
  for (const Family& family : kFamilies) {
    const std::string name(family.name);
    text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, family.help, family.kind);
    if (const auto found = values_.find(family.name); found != values_.end()) {
      for (const auto& [labels, value] : found->second) text += Sample(name, labels, value);
    }
    const auto found = histograms_.find(family.name);
    if (found == histograms_.end()) continue;
    for (const auto& [labels, histogram] : found->second) {
      uint64_t count = 0;
      for (size_t i = 0; i < histogram.counts.size(); ++i) {
        count += histogram.counts[i];
        const std::string bound = i < kBounds.size() ? fmt::format("{}", kBounds.at(i)) : "+Inf";
        text += Sample(name + "_bucket", fmt::format("{},le=\"{}\"", labels, bound), double(count));
      }
      text += Sample(name + "_sum", labels, histogram.sum);
      text += Sample(name + "_count", labels, double(count));
    }
  }
  return text;
}

void SetProcessMetrics(Metrics* metrics) {
  metrics->Set("process_resident_memory_bytes", {}, ResidentBytes());
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    constexpr double kMicroseconds = 1e-6;
    return double(time.tv_sec) + double(time.tv_usec) * kMicroseconds;
  };
  metrics->Set("process_cpu_seconds_total", {}, seconds(usage.ru_utime) + seconds(usage.ru_stime));
}

}  // namespace fastdeploy::server
