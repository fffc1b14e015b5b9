// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/detection/config.h"
#include "fastdeploy/vision/internal/output.h"
#include "fastdeploy/vision/internal/yaml.h"
#include "fastdeploy/vision/tracking/postprocessor.h"

namespace fastdeploy::vision::tracking {
namespace {

constexpr size_t kRow = 6;
constexpr int kMostClasses = 10000;
constexpr int kMostImages = 1 << 20;

TrackerConfig ReadTracker(const Yaml& yaml, size_t labels) {
  TrackerConfig config;
  config.num_classes = static_cast<int>(std::clamp<size_t>(labels, 1, kMostClasses));
  config.conf_thres = yaml.Get<float>("conf_thres", config.conf_thres);
  config.det_thresh = yaml.Get<float>("det_thresh", config.det_thresh);
  config.max_time_lost = yaml.Get<int>("track_buffer", config.max_time_lost);
  if (config.max_time_lost < 0 || config.max_time_lost > kMostImages) {
    yaml.At("track_buffer").Fail("expected a number of images");
  }
  config.tracked_thresh = yaml.Get<double>("tracked_thresh", config.tracked_thresh);
  config.r_tracked_thresh = yaml.Get<double>("r_tracked_thresh", config.r_tracked_thresh);
  config.unconfirmed_thresh = yaml.Get<double>("unconfirmed_thresh", config.unconfirmed_thresh);
  const auto metric = yaml.Get<std::string>("metric_type", "euclidean");
  if (metric != "euclidean" && metric != "cosine") {
    yaml.At("metric_type").FailUnsupported("'" + metric + "': expected euclidean or cosine");
  }
  config.cosine = metric == "cosine";
  if (yaml.Get<bool>("use_byte", false)) {
    yaml.At("use_byte").FailUnsupported("true (ByteTrack) is not supported: expected false");
  }
  return config;
}

/// The objects in the outputs; embeddings are views of them.
std::vector<Detection> DetectionsOf(std::span<const FDTensor> outputs, int classes) {
  if (outputs.size() != 2) {
    throw Error(ErrorKind::kUnsupported,
                fmt::format("these are not the outputs of a tracking model: expected objects and "
                            "their embeddings, found {} outputs",
                            outputs.size()));
  }
  const FDTensor& rows = outputs[0];
  const FDTensor& embeddings = outputs[1];
  if (rows.shape.size() != 2 || rows.shape[1] != static_cast<int64_t>(kRow)) {
    FailOutput(rows, "expected objects [N, 6]");
  }
  if (embeddings.shape.size() != 2 || embeddings.shape[0] != rows.shape[0] ||
      embeddings.shape[1] < 1) {
    FailOutput(embeddings,
               fmt::format("expected the embeddings [{}, size] of the objects", rows.shape[0]));
  }
  const auto numbers = Floats(rows);
  const auto looks = Floats(embeddings);
  const auto size = static_cast<size_t>(embeddings.shape[1]);
  std::vector<Detection> detections;
  for (size_t i = 0; i < static_cast<size_t>(rows.shape[0]); ++i) {
    const auto row = numbers.subspan(i * kRow, kRow);
    // Networks fill the only row, if there is no object, with a label of -1.
    const bool is_class = row[0] >= 0 && row[0] < static_cast<float>(classes);
    if (!is_class || row[0] != std::trunc(row[0])) continue;
    detections.push_back({.class_id = static_cast<int>(row[0]),
                          .score = row[1],
                          .ltrb = {row[2], row[3], row[4], row[5]},
                          .embedding = looks.subspan(i * size, size)});
  }
  return detections;
}

std::array<int, 4> PixelsOf(const cv::Vec4f& box) {
  constexpr float kFarthest = 1e9F;
  std::array<int, 4> pixels{};
  for (int i = 0; i < 4; ++i) {
    pixels[static_cast<size_t>(i)] = static_cast<int>(std::clamp(box[i], -kFarthest, kFarthest));
  }
  return pixels;
}

}  // namespace

TrailRecorder& TrailRecorder::operator=(const TrailRecorder& other) {
  if (this == &other) return *this;
  auto copy = other.Records();
  const std::lock_guard lock(mutex_);
  records = std::move(copy);
  return *this;
}

void TrailRecorder::Add(int id, const std::array<int, 2>& record) {
  const std::lock_guard lock(mutex_);
  records[id].push_back(record);
}

void TrailRecorder::Clear() {
  const std::lock_guard lock(mutex_);
  records.clear();
}

std::map<int, std::vector<std::array<int, 2>>> TrailRecorder::Records() const {
  const std::lock_guard lock(mutex_);
  return records;
}

PPTrackingPostprocessor::PPTrackingPostprocessor(const std::string& config_file) {
  const detection::DetectionConfig config = detection::ReadDetectionConfig(config_file);
  const Yaml yaml = Yaml::Load(config_file).At("tracker");
  labels_ = config.labels;
  tracker = ReadTracker(yaml, labels_.size());
  score_threshold = config.draw_threshold;
  min_box_area = yaml.Get<float>("min_box_area", min_box_area);
  vertical_ratio = yaml.Get<float>("vertical_ratio", vertical_ratio);
}

std::vector<MOTResult> PPTrackingPostprocessor::Process(
    std::span<const FDTensor> outputs,
    const detection::PaddleDetPreprocessor::Geometry& /*geometry*/, State* state) const {
  const std::vector<Detection> detections = DetectionsOf(outputs, tracker.num_classes);
  if (!state->tracker) state->tracker.emplace(tracker);
  MOTResult result;
  for (const Track& track : state->tracker->Update(detections)) {
    const float width = track.ltrb[2] - track.ltrb[0];
    const float height = track.ltrb[3] - track.ltrb[1];
    if (track.score < score_threshold || !(width * height > min_box_area)) continue;
    if (vertical_ratio > 0 && width / height > vertical_ratio) continue;
    result.boxes.push_back(PixelsOf(track.ltrb));
    result.ids.push_back(track.id);
    result.scores.push_back(track.score);
    result.class_ids.push_back(track.class_id);
    if (state->recorder == nullptr) continue;
    const auto& [left, top, right, bottom] = result.boxes.back();
    state->recorder->Add(track.id, {left + (right - left) / 2, top + (bottom - top) / 2});
  }
  return {result};
}

}  // namespace fastdeploy::vision::tracking
