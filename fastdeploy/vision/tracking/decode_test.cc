// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstring>

#include "fastdeploy/vision/tracking/postprocessor.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::tracking {
namespace {

using fastdeploy::testing::TemporaryFolder;
using fastdeploy::testing::ThrownBy;
using ::testing::HasSubstr;

FDTensor Tensor(const char* name, const std::vector<int64_t>& shape,
                const std::vector<float>& values = {}) {
  FDTensor tensor;
  tensor.name = name;
  tensor.Resize(shape, FP32);
  std::memset(tensor.MutableData(), 0, static_cast<size_t>(tensor.Nbytes()));
  if (!values.empty()) {
    std::memcpy(tensor.MutableData(), values.data(), values.size() * sizeof(float));
  }
  return tensor;
}

/// The outputs for these rows of objects, all with the same embedding.
std::vector<FDTensor> Outputs(const std::vector<float>& rows) {
  const auto count = static_cast<int64_t>(rows.size() / 6);
  return {Tensor("rows", {count, 6}, rows),
          Tensor("looks", {count, 2}, std::vector<float>(2 * rows.size() / 6, 1))};
}

MOTResult Decode(const PPTrackingPostprocessor& post, const std::vector<float>& rows,
                 PPTrackingPostprocessor::State* state) {
  return post.Process(Outputs(rows), {}, state).at(0);
}

TEST(TrackingDecode, GivesTheTracksOfAnImage) {
  PPTrackingPostprocessor post;
  PPTrackingPostprocessor::State state;
  const MOTResult result = Decode(post, {0, 0.9F, 10.7F, 20.2F, 50.7F, 120.2F}, &state);
  ASSERT_EQ(result.boxes.size(), 1U);
  EXPECT_EQ(result.boxes[0], (std::array<int, 4>{10, 20, 50, 120}));
  EXPECT_EQ(result.ids, std::vector<int>{1});
  EXPECT_EQ(result.class_ids, std::vector<int>{0});
  EXPECT_EQ(Decode(post, {}, &state), MOTResult());
}

TEST(TrackingDecode, LeavesOutLowSmallAndWideTracks) {
  PPTrackingPostprocessor post;
  const auto count = [&](const std::vector<float>& row) {
    PPTrackingPostprocessor::State state;
    return Decode(post, row, &state).boxes.size();
  };
  EXPECT_EQ(count({0, 0.49F, 10, 20, 50, 120}), 0U);
  EXPECT_EQ(count({0, 0.9F, 10, 20, 20, 39}), 0U) << "190 pixels";
  EXPECT_EQ(count({0, 0.9F, 10, 20, 110, 80}), 0U) << "wider than 1.6 heights";
  post.vertical_ratio = 0;
  EXPECT_EQ(count({0, 0.9F, 10, 20, 110, 80}), 1U);
  EXPECT_EQ(count({-1, 0.9F, 10, 20, 50, 120}), 0U) << "no object";
  EXPECT_EQ(count({0.5F, 0.9F, 10, 20, 50, 120}), 0U);
  EXPECT_EQ(count({1e30F, 0.9F, 10, 20, 50, 120}), 0U);
}

TEST(TrackingDecode, RecordsWhereObjectsHaveBeen) {
  const PPTrackingPostprocessor post;
  TrailRecorder recorder;
  PPTrackingPostprocessor::State state = {.tracker = std::nullopt, .recorder = &recorder};
  (void)Decode(post, {0, 0.9F, 10, 20, 50, 120}, &state);
  (void)Decode(post, {0, 0.9F, 10, 20, 50, 120}, &state);
  ASSERT_EQ(recorder.records.size(), 1U);
  EXPECT_EQ(recorder.records[1], (std::vector<std::array<int, 2>>{{30, 70}, {30, 70}}));
  TrailRecorder copy = recorder;
  recorder.Clear();
  EXPECT_TRUE(recorder.Records().empty());
  EXPECT_EQ(copy.Records().at(1).size(), 2U);
  recorder = copy;
  EXPECT_EQ(recorder.Records(), copy.Records());
}

TEST(TrackingDecode, OutputsOfAnotherFormAreRefused) {
  const PPTrackingPostprocessor post;
  const auto refusal = [&](const std::vector<FDTensor>& outputs) {
    PPTrackingPostprocessor::State state;
    return std::string(ThrownBy([&] { (void)post.Process(outputs, {}, &state); }).what());
  };
  EXPECT_THAT(refusal({}), HasSubstr("found 0 outputs"));
  EXPECT_THAT(refusal({Tensor("rows", {1, 6})}), HasSubstr("found 1 outputs"));
  EXPECT_THAT(refusal({Tensor("rows", {1, 5}), Tensor("looks", {1, 2})}),
              HasSubstr("'rows' [1, 5]"));
  EXPECT_THAT(refusal({Tensor("rows", {6}), Tensor("looks", {1, 2})}), HasSubstr("'rows'"));
  EXPECT_THAT(refusal({Tensor("rows", {2, 6}), Tensor("looks", {1, 2})}),
              HasSubstr("expected the embeddings [2, size]"));
  EXPECT_THAT(refusal({Tensor("rows", {1, 6}), Tensor("looks", {1, 0})}), HasSubstr("'looks'"));
  EXPECT_THAT(refusal({Tensor("rows", {1, 6}), Tensor("looks", {1, 2, 1})}), HasSubstr("'looks'"));
  EXPECT_THAT(refusal({Tensor("rows", {1, 6}, {NAN}), Tensor("looks", {1, 2})}),
              HasSubstr("finite"));
  FDTensor integers;
  integers.name = "rows";
  integers.Resize({1, 6}, INT32);
  EXPECT_THAT(refusal({integers, Tensor("looks", {1, 2})}), HasSubstr("expected float32"));
}

TEST(TrackingDecode, AnotherSizeOfEmbeddingsIsRefused) {
  const PPTrackingPostprocessor post;
  PPTrackingPostprocessor::State state;
  const std::vector<float> row = {0, 0.9F, 10, 20, 50, 120};
  (void)Decode(post, row, &state);
  const std::vector<FDTensor> others = {Tensor("rows", {1, 6}, row), Tensor("looks", {1, 3})};
  EXPECT_THROW((void)post.Process(others, {}, &state), Error);
  EXPECT_EQ(Decode(post, row, &state).ids, std::vector<int>{1});
}

PPTrackingPostprocessor FromYaml(const std::string& tracker) {
  const TemporaryFolder folder;
  return PPTrackingPostprocessor(folder.Write(
      "infer_cfg.yml",
      "{arch: JDE, draw_threshold: 0.3, Preprocess: [], label_list: [a, b], " + tracker + "}"));
}

TEST(TrackingConfig, IsThatOfTheYaml) {
  const PPTrackingPostprocessor post = FromYaml(
      "tracker: {conf_thres: 0.4, det_thresh: 0.2, track_buffer: 7, tracked_thresh: 0.6, "
      "metric_type: cosine, min_box_area: 10, vertical_ratio: 0, motion: KalmanFilter}");
  EXPECT_EQ(post.tracker.num_classes, 2);
  EXPECT_FLOAT_EQ(post.tracker.conf_thres, 0.4F);
  EXPECT_FLOAT_EQ(post.tracker.det_thresh, 0.2F);
  EXPECT_EQ(post.tracker.max_time_lost, 7);
  EXPECT_DOUBLE_EQ(post.tracker.tracked_thresh, 0.6);
  EXPECT_DOUBLE_EQ(post.tracker.unconfirmed_thresh, 0.7);
  EXPECT_TRUE(post.tracker.cosine);
  EXPECT_FLOAT_EQ(post.score_threshold, 0.3F);
  EXPECT_FLOAT_EQ(post.min_box_area, 10);
  EXPECT_FLOAT_EQ(post.vertical_ratio, 0);
}

TEST(TrackingConfig, WhatIsNotSupportedIsRefused) {
  const auto refusal = [](const std::string& tracker) {
    return std::string(ThrownBy([&] { (void)FromYaml(tracker); }).what());
  };
  EXPECT_THAT(refusal("other: 1"), HasSubstr("tracker"));
  EXPECT_THAT(refusal("tracker: {use_byte: true}"), HasSubstr("ByteTrack"));
  EXPECT_THAT(refusal("tracker: {metric_type: manhattan}"), HasSubstr("'manhattan'"));
  EXPECT_THAT(refusal("tracker: {track_buffer: -1}"), HasSubstr("track_buffer"));
  EXPECT_THAT(refusal("tracker: {conf_thres: high}"), HasSubstr("conf_thres"));
}

}  // namespace
}  // namespace fastdeploy::vision::tracking
