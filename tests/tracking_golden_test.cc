// SPDX-License-Identifier: Apache-2.0
//
// Tracks are those of PaddleDetection's own Python tracker (tests/golden/README.md).

#include <algorithm>
#include <cmath>
#include <iostream>

#include "fastdeploy/vision.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision::tracking {
namespace {

using nlohmann::json;

constexpr double kPixels = 1e-3;  // the reference computes in float32

TrackerConfig ConfigOf(const json& settings) {
  TrackerConfig config;
  config.num_classes = settings["num_classes"];
  config.max_time_lost = settings["max_time_lost"];
  config.conf_thres = settings.value("conf_thres", config.conf_thres);
  config.tracked_thresh = settings.value("tracked_thresh", config.tracked_thresh);
  config.r_tracked_thresh = settings.value("r_tracked_thresh", config.r_tracked_thresh);
  config.unconfirmed_thresh = settings.value("unconfirmed_thresh", config.unconfirmed_thresh);
  config.cosine = settings.value("metric_type", "euclidean") == "cosine";
  return config;
}

TEST(TrackingGolden, TracksAreThoseOfTheReference) {
  const json golden = fastdeploy::testing::Golden("tracking/jde.json");
  size_t tracks = 0;
  for (const json& expected : golden["cases"]) {
    SCOPED_TRACE(expected["settings"].dump());
    JDETracker tracker(ConfigOf(expected["settings"]));
    double apart = 0;
    for (size_t frame = 0; frame < expected["frames"].size(); ++frame) {
      SCOPED_TRACE("frame " + std::to_string(frame + 1));
      std::vector<std::vector<float>> rows = expected["frames"][frame];
      std::vector<Detection> detections;
      for (const std::vector<float>& row : rows) {
        detections.push_back({.class_id = static_cast<int>(row[0]),
                              .score = row[1],
                              .ltrb = {row[2], row[3], row[4], row[5]},
                              .embedding = std::span(row).subspan(6)});
      }
      const std::vector<Track> found = tracker.Update(detections);
      const json& wanted = expected["tracks"][frame];
      ASSERT_EQ(found.size(), wanted.size());
      for (size_t i = 0; i < found.size(); ++i) {
        ASSERT_EQ(found[i].class_id, wanted[i][0].get<int>());
        ASSERT_EQ(found[i].id, wanted[i][1].get<int>());
        EXPECT_NEAR(found[i].score, wanted[i][2].get<float>(), 1e-6);
        const double left = wanted[i][3];
        const double top = wanted[i][4];
        const std::array<double, 4> box = {left, top, left + wanted[i][5].get<double>(),
                                           top + wanted[i][6].get<double>()};
        for (int k = 0; k < 4; ++k) {
          apart = std::max(apart, std::abs(found[i].ltrb[k] - box[static_cast<size_t>(k)]));
        }
      }
      tracks += found.size();
    }
    EXPECT_LT(apart, kPixels);
    std::cout << "  " << expected["settings"].dump() << ": " << apart << " px\n";
  }
  EXPECT_GT(tracks, 500U);
}

/// The frames of a video: its camera moves over a picture.
std::vector<cv::Mat> Frames(int count) {
  const cv::Mat picture = fastdeploy::testing::ReadPicture("coffee.png");
  std::vector<cv::Mat> frames;
  for (int i = 0; i < count; ++i) frames.push_back(picture({4 * i, 40 + i, 480, 300}));
  return frames;
}

TEST(TrackingModel, FollowsObjectsThroughFrames) {
  auto model = PPTracking::Load(fastdeploy::testing::ModelPath("jde_tiny"));
  std::vector<cv::Mat> frames = Frames(8);
  MOTResult result;
  ASSERT_TRUE(model.Predict(frames.data(), &result));
  ASSERT_GT(result.ids.size(), 1U);
  const std::vector<int> first = result.ids;
  size_t kept = 0;
  for (size_t i = 1; i < 4; ++i) {
    result = model.Predict(frames[i]);
    for (const int id : result.ids) kept += std::ranges::count(first, id) > 0 ? 1 : 0;
  }
  EXPECT_GT(kept, 2U);
}

TEST(TrackingModel, ACloneAndResetStartANewSequence) {
  auto model = PPTracking::Load(fastdeploy::testing::ModelPath("jde_tiny"));
  const std::vector<cv::Mat> frames = Frames(4);
  TrailRecorder recorder;
  model.BindRecorder(&recorder);
  const std::vector<MOTResult> expected = model.BatchPredict(std::span<const cv::Mat>(frames));
  EXPECT_FALSE(recorder.records.empty());
  const auto recorded = recorder.Records();
  EXPECT_NE(model.Predict(frames[0]), expected[0]) << "the sequence goes on";
  model.UnbindRecorder();
  EXPECT_TRUE(recorder.records.empty());
  model.UnbindRecorder();

  model.BindRecorder(&recorder);
  const auto clone = model.Clone();
  EXPECT_EQ(clone->BatchPredict(std::span<const cv::Mat>(frames)), expected);
  EXPECT_TRUE(recorder.records.empty()) << "a clone has no recorder";
  model.Reset();
  EXPECT_EQ(model.BatchPredict(std::span<const cv::Mat>(frames)), expected);
  EXPECT_EQ(recorder.Records(), recorded);
}

TEST(TrackingModel, BadImagesDoNotDisturbTheSequence) {
  auto model = PPTracking::Load(fastdeploy::testing::ModelPath("jde_tiny"));
  const auto clone = model.Clone();
  const std::vector<cv::Mat> frames = Frames(3);
  for (const cv::Mat& frame : frames) {
    EXPECT_THROW((void)model.Predict(cv::Mat()), Error);
    EXPECT_EQ(model.Predict(frame), clone->Predict(frame));
  }
  EXPECT_TRUE(model.BatchPredict(std::span<const cv::Mat>()).empty());
}

TEST(TrackingModel, IsFoundByItsFolder) {
  const std::string folder = fastdeploy::testing::ModelPath("jde_tiny");
  EXPECT_EQ(FamilyOfFolder(folder), "tracking");
  AnyModel model = fastdeploy::Load(folder);
  EXPECT_TRUE(model.RemembersImages());
  const cv::Mat frame = Frames(1).front();
  const AnyResult result = model.Predict(frame);
  EXPECT_THAT(result.Text(), ::testing::HasSubstr("car (1) 1"));
  EXPECT_GT(cv::norm(result.Draw(frame), frame, cv::NORM_INF), 0);
  AnyModel strict = fastdeploy::Load(folder, {}, {{{"threshold", 1.0}}});
  EXPECT_EQ(strict.Predict(frame).Text(), "  nothing found\n");
}

}  // namespace
}  // namespace fastdeploy::vision::tracking
