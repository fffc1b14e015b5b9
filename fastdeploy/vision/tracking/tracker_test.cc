// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/vision/tracking/tracker.h"

#include <cmath>

#include "tests/testing/testing.h"

namespace fastdeploy::vision::tracking {
namespace {

using fastdeploy::testing::ThrownBy;
using ::testing::HasSubstr;

const std::vector<float> kRed = {1, 0, 0};
const std::vector<float> kBlue = {0, 0, 1};

/// A person at x who looks like `look`.
Detection At(float x, const std::vector<float>& look, float score = 0.9F) {
  return {.class_id = 0, .score = score, .ltrb = {x, 100, x + 40, 200}, .embedding = look};
}

std::vector<int> IdsOf(const std::vector<Track>& tracks) {
  std::vector<int> ids;
  for (const Track& track : tracks) ids.push_back(track.id);
  return ids;
}

std::vector<Track> Update(JDETracker* tracker, const std::vector<Detection>& detections) {
  return tracker->Update(detections);
}

TEST(JDETracker, IdsFollowWhatObjectsLookLike) {
  JDETracker tracker;
  EXPECT_EQ(IdsOf(Update(&tracker, {At(100, kRed), At(110, kBlue)})), (std::vector<int>{1, 2}));
  const std::vector<Track> second = Update(&tracker, {At(112, kBlue), At(102, kRed)});
  ASSERT_EQ(IdsOf(second), (std::vector<int>{1, 2}));
  EXPECT_LT(second[0].ltrb[0], second[1].ltrb[0]);
}

TEST(JDETracker, ANewObjectNeedsTwoImages) {
  JDETracker tracker;
  EXPECT_TRUE(Update(&tracker, {}).empty());
  EXPECT_TRUE(Update(&tracker, {At(100, kRed)}).empty());
  EXPECT_EQ(IdsOf(Update(&tracker, {At(102, kRed)})), std::vector<int>{1});
  JDETracker other;  // counts its own
  EXPECT_EQ(IdsOf(Update(&other, {At(100, kRed)})), std::vector<int>{1});
}

TEST(JDETracker, AnObjectIsFoundAgainUntilItIsGivenUp) {
  for (const int hidden : {2, 3, 4, 5}) {
    JDETracker tracker({.max_time_lost = 3});
    (void)Update(&tracker, {At(100, kRed)});
    for (int i = 0; i < hidden; ++i) EXPECT_TRUE(Update(&tracker, {}).empty());
    (void)Update(&tracker, {At(100, kRed)});
    const std::vector<Track> tracks = Update(&tracker, {At(100, kRed)});
    ASSERT_EQ(tracks.size(), 1U);
    // Given up when 4 images have passed, but still found in the image after that.
    EXPECT_EQ(tracks[0].id, hidden <= 4 ? 1 : 2) << hidden;
  }
}

TEST(JDETracker, ClassesCountAlone) {
  JDETracker tracker({.num_classes = 2});
  Detection car = At(300, kBlue);
  car.class_id = 1;
  Detection unknown = car;
  unknown.class_id = 2;
  Detection none = car;
  none.class_id = -1;
  const std::vector<Track> tracks = Update(&tracker, {car, At(100, kRed), unknown, none});
  ASSERT_EQ(IdsOf(tracks), (std::vector<int>{1, 1}));
  EXPECT_EQ(tracks[0].class_id, 0);
  EXPECT_EQ(tracks[1].class_id, 1);
}

TEST(JDETracker, LowScoresAndFlatBoxesAreLeftOut) {
  JDETracker tracker({.conf_thres = 0.5F});
  Detection flat = At(100, kRed);
  flat.ltrb[3] = flat.ltrb[1];
  EXPECT_TRUE(Update(&tracker, {At(100, kRed, 0.5F), flat}).empty());
  JDETracker other;
  EXPECT_TRUE(Update(&other, {At(100, kRed, 0.29F)}).empty()) << "det_thresh";
}

TEST(JDETracker, RefusesWhatIsNoObjectAndStaysAsItWas) {
  JDETracker tracker;
  (void)Update(&tracker, {At(100, kRed)});
  const auto refusal = [&](const Detection& detection) {
    return std::string(ThrownBy([&] { (void)Update(&tracker, {detection}); }).what());
  };
  EXPECT_THAT(refusal(At(100, {1, 0})), HasSubstr("has 2 numbers, those before have 3"));
  EXPECT_THAT(refusal(At(100, {1, NAN, 0})), HasSubstr("not finite"));
  EXPECT_THAT(refusal(At(NAN, kRed)), HasSubstr("its box is nan"));
  EXPECT_THAT(refusal(At(1e9F, kRed)), HasSubstr("its box is"));
  EXPECT_EQ(IdsOf(Update(&tracker, {At(101, kRed)})), std::vector<int>{1});
  EXPECT_THROW(JDETracker({.num_classes = 0}), Error);
}

TEST(JDETracker, EmbeddingsOfZerosAreNothingSpecial) {
  const std::vector<float> zeros = {0, 0, 0};
  for (const bool cosine : {false, true}) {
    JDETracker tracker({.cosine = cosine});
    (void)Update(&tracker, {At(100, zeros)});
    EXPECT_EQ(IdsOf(Update(&tracker, {At(100, zeros)})), std::vector<int>{1});
  }
}

TEST(JDETracker, ManyObjectsOneAfterTheOther) {
  JDETracker tracker({.max_time_lost = 5});
  int last = 0;
  for (int i = 0; i < 3000; ++i) {
    const bool even = i / 2 % 2 == 0;  // another object each two images
    const auto tracks =
        Update(&tracker, {At(static_cast<float>(i / 2 * 97 % 900), even ? kRed : kBlue)});
    ASSERT_LE(tracks.size(), 1U);
    if (!tracks.empty()) last = tracks[0].id;
  }
  EXPECT_GT(last, 300);
}

}  // namespace
}  // namespace fastdeploy::vision::tracking
