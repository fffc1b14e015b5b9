// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "fastdeploy/core/error.h"
#include "fastdeploy/vision/transform/prepare.h"
#include "tests/testing/testing.h"

namespace fastdeploy::vision {
namespace {

using transform::Apply;
using transform::ByFactor;
using transform::ByLong;
using transform::ByShort;
using transform::CenterCrop;
using transform::DownToMultiple;
using transform::FitInto;
using transform::FixedSize;
using transform::IntoSize;
using transform::IntoSizeByShort;
using transform::Layout;
using transform::LetterBox;
using transform::LimitLong;
using transform::LimitShort;
using transform::Normalize;
using transform::Pad;
using transform::PadToRatio;
using transform::Resize;
using transform::ShrinkInto;
using transform::SidesToMultiple;
using transform::SizeAfter;
using transform::SizeRule;
using transform::Step;
using transform::ToFloat;
using transform::ToGrey;
using transform::ToHeight;
using transform::ToHeightByMultiple;
using transform::ToHeightUpToMultiple;
using transform::ToSize;
using transform::ToWholeHeights;
using transform::Warp;
using transform::WriteTensor;

using fastdeploy::testing::MakePicture;

TEST(WriteTensor, EveryLayout) {
  const cv::Mat image = MakePicture(7, 5);
  const Normalize normalize = {{0.5F, 0.25F, 0.125F}, {2, 4, 8}, 1 / 255.0F};
  for (const bool rgb : {false, true}) {
    for (const bool chw : {false, true}) {
      for (const bool normalized : {false, true}) {
        const Layout layout = {normalized, rgb, chw};
        std::vector<float> floats(7 * 5 * 3);
        std::vector<uint8_t> bytes(7 * 5 * 3);
        WriteTensor(image, normalize, layout,
                    {normalized ? static_cast<void*>(floats.data()) : bytes.data()});
        for (int y = 0; y < 7; ++y) {
          for (int x = 0; x < 5; ++x) {
            for (int c = 0; c < 3; ++c) {
              const auto at = size_t(chw ? (c * 7 + y) * 5 + x : (y * 5 + x) * 3 + c);
              const auto channel = size_t(c);
              const int value = image.at<cv::Vec3b>(y, x)[rgb ? 2 - c : c];
              if (normalized) {
                EXPECT_NEAR(floats[at],
                            (float(value) / 255 - normalize.mean[channel]) / normalize.std[channel],
                            1e-6);
              } else {
                EXPECT_EQ(bytes[at], value);
              }
            }
          }
        }
      }
    }
  }
}

TEST(WriteTensor, IntoAWiderTensor) {
  const cv::Mat image(2, 3, CV_8UC3, cv::Scalar(1, 2, 3));
  std::vector<float> tensor(3 * 4 * 5, -1);
  WriteTensor(image, {}, {true, true, true}, {tensor.data(), 5, 20});
  EXPECT_EQ(tensor[0], 3);
  EXPECT_EQ(tensor[3], -1);
  EXPECT_EQ(tensor[5 + 2], 3);
  EXPECT_EQ(tensor[20 + 1], 2);
  EXPECT_EQ(tensor[40 + 5 + 2], 1);
}

TEST(Apply, LeavesTheImageAndReusesTheBuffer) {
  const cv::Mat image = MakePicture(40, 60);
  const cv::Mat copy = image.clone();
  cv::Mat buffer;
  Geometry geometry;
  const auto apply = [&](const SizeRule& rule) {
    return Apply(Resize{.rule = rule}, image, &buffer, &geometry);
  };
  const cv::Mat same = apply(ToSize{60, 40});
  EXPECT_EQ(same.data, image.data);  // nothing to do: a view
  EXPECT_TRUE(buffer.empty());       // and no reference to the image is kept
  const cv::Mat first = apply(ToSize{30, 20});
  const uchar* memory = buffer.data;
  (void)apply(ToSize{30, 20});
  EXPECT_EQ(buffer.data, memory);
  EXPECT_EQ(cv::norm(image, copy, cv::NORM_INF), 0);
  EXPECT_EQ(apply(ByShort{20}).size(), cv::Size(30, 20));
}

TEST(ApplySteps, StepsInOnePassGiveTheSameBits) {
  cv::RNG random(1);
  for (int i = 0; i < 600; ++i) {
    const int longest = i % 3 == 0 ? 9 : 70;
    const auto side = [&](int least) { return random.uniform(least, longest); };
    const cv::Mat whole = MakePicture(side(3), side(3));
    cv::Mat image = whole(cv::Rect(1, 1, whole.cols - 2, whole.rows - 2));
    if (i % 4 == 0) image = image.clone();
    if (i % 2 != 0) cv::cvtColor(image, image, cv::COLOR_BGR2GRAY);
    const bool exact = i % 5 == 0;
    const SizeRule rule = exact ? SizeRule(ByFactor{1.3}) : SizeRule(ToSize{side(1), side(1)});
    const Step resize = Resize{.rule = rule, .exact_factors = exact};
    const cv::Size size = SizeAfter(resize, image.size());
    const Step crop =
        CenterCrop{random.uniform(1, size.width + 1), random.uniform(1, size.height + 1)};
    for (const std::vector<Step>& steps :
         {std::vector<Step>{ToFloat(), resize}, {resize, crop}, {ToFloat(), resize, crop}}) {
      PrepareScratch scratch;
      Geometry geometry;
      const cv::Mat prepared = ApplySteps(steps, image, &scratch, &geometry);
      cv::Mat expected = image;
      Geometry expected_geometry(image.size());
      for (const Step& step : steps) {
        cv::Mat buffer;
        expected = Apply(step, expected, &buffer, &expected_geometry);
      }
      ASSERT_EQ(prepared.size(), expected.size());
      ASSERT_EQ(prepared.type(), expected.type());
      ASSERT_EQ(cv::norm(prepared, expected, cv::NORM_INF), 0) << image.size() << size;
      EXPECT_EQ(geometry.scale, expected_geometry.scale);
      EXPECT_EQ(geometry.prepared, expected_geometry.prepared);
      EXPECT_EQ(geometry.ToImage(cv::Point2d(2, 3)), expected_geometry.ToImage(cv::Point2d(2, 3)));
    }
  }
}

TEST(ApplySteps, CopyNothingOfAnImageThatHasItsSize) {
  const cv::Mat image = MakePicture(40, 50);
  const std::vector<Step> steps = {Resize{.rule = ToSize{50, 40}}, CenterCrop{30, 20}};
  PrepareScratch scratch;
  Geometry geometry;
  EXPECT_EQ(ApplySteps(steps, image, &scratch, &geometry).data, image.ptr(10, 10));
}

TEST(ApplySteps, CanResizeTwice) {
  const auto to = [](int side) { return Resize{.rule = ToSize{side, side}}; };
  const std::vector<Step> steps = {to(50), CenterCrop{40, 40}, to(50)};
  const cv::Mat image = MakePicture(90, 70);
  PrepareScratch scratch;
  Geometry geometry;
  const cv::Mat once = ApplySteps(steps, image, &scratch, &geometry).clone();
  const cv::Mat again = ApplySteps(steps, image, &scratch, &geometry);
  EXPECT_EQ(once.size(), cv::Size(50, 50));
  EXPECT_EQ(cv::norm(once, again, cv::NORM_INF), 0);
}

/// One of every step and rule, for images of about 30 x 20.
const std::vector<Step> kEveryStep = {
    Resize{.rule = ToSize{40, 30}},
    Resize{.rule = IntoSize{50, 60}, .divisor = 16},
    Resize{.rule = IntoSizeByShort{37, 53}, .exact_factors = true},
    Resize{.rule = ByShort{25, 33}},
    Resize{.rule = ByLong{47}},
    Resize{.rule = LimitShort{25, 40}},
    Resize{.rule = LimitLong{10, 21}},
    Resize{.rule = ByFactor{1.37}, .exact_factors = true},
    Resize{.rule = DownToMultiple{8}},
    Resize{.rule = ShrinkInto{13, 17}},
    Resize{.rule = FitInto{61, 47}},
    Resize{.rule = SidesToMultiple{29, 8}},
    Resize{.rule = ToHeightUpToMultiple{32, 8}},
    Resize{.rule = ToHeight{24, 33}},
    Resize{.rule = ToHeightByMultiple{24, 4, 24, 60}},
    Resize{.rule = ToWholeHeights{16, 64}},
    Resize{.rule = ByShort{25}, .interpolation = cv::INTER_CUBIC, .pillow = true},
    Pad{70, 80},
    Pad{.width = 10, .height = 80, .larger_is_error = false},
    Pad{.width = 40, .height = 40, .larger_is_error = false, .below_sum = 51},
    PadToRatio{1.7},
    CenterCrop{11, 9},
    LetterBox{61, 47},
    Warp{},
    Warp{.keep_size = true},
    ToFloat{},
    ToGrey{},
    ToGrey{.rgb = true},
};

TEST(Steps, PredictTheirSize) {
  for (size_t i = 0; i < kEveryStep.size(); ++i) {
    for (const cv::Size size : {cv::Size(30, 20), cv::Size(19, 33), cv::Size(64, 64)}) {
      SCOPED_TRACE("step " + std::to_string(i) + ", width " + std::to_string(size.width));
      cv::Mat buffer;
      Geometry geometry(size);
      const cv::Mat image = MakePicture(size.height, size.width);
      const cv::Mat after = Apply(kEveryStep[i], image, &buffer, &geometry);
      EXPECT_EQ(after.size(), SizeAfter(kEveryStep[i], size));
      EXPECT_EQ(geometry.prepared, after.size());
      EXPECT_EQ(geometry.original, size);
      const cv::Size fixed = FixedSize({&kEveryStep[i], 1});
      if (!fixed.empty()) {
        EXPECT_EQ(after.size(), fixed);
      }
    }
  }
}

TEST(Steps, SeeOnlyThePartThatAViewShows) {
  const cv::Mat whole = MakePicture(90, 100);
  const cv::Mat view = whole(cv::Rect(20, 30, 30, 20));
  for (size_t i = 0; i < kEveryStep.size(); ++i) {
    SCOPED_TRACE("step " + std::to_string(i));
    cv::Mat buffers[2];
    Geometry geometry;
    const cv::Mat of_view = Apply(kEveryStep[i], view, &buffers[0], &geometry);
    const cv::Mat of_copy = Apply(kEveryStep[i], view.clone(), &buffers[1], &geometry);
    EXPECT_EQ(cv::norm(of_view, of_copy, cv::NORM_INF), 0);
  }
}

TEST(Steps, FixASizeInCombination) {
  const std::vector<Step> steps = {Resize{.rule = ToSize{40, 30}}, Resize{.rule = ByShort{60}},
                                   ToFloat(), PadToRatio{2}};
  EXPECT_EQ(FixedSize(steps), cv::Size(120, 60));
  EXPECT_TRUE(FixedSize(std::span(steps).subspan(1)).empty());
  EXPECT_TRUE(FixedSize({}).empty());
}

TEST(SidesToMultiple, FollowsPaddleXsRules) {
  const auto size = [](const SidesToMultiple& rule, int width, int height) {
    return cv::Size(transform::ScalingFor(rule, {width, height}).size);
  };
  const SidesToMultiple min = {.multiple = 32, .least_short = 64, .most = 4000};
  EXPECT_EQ(size(min, 500, 7200), cv::Size(288, 4000));  // 277 rounds up; 4000 = 125 * 32
  EXPECT_EQ(size(min, 2550, 3300), cv::Size(2560, 3296));
  EXPECT_EQ(size(min, 300, 32), cv::Size(608, 64));
  EXPECT_EQ(size(min, 9, 90000), cv::Size(32, 4000));
  const SidesToMultiple max = {.most_long = 960, .multiple = 32, .most = 4000};
  EXPECT_EQ(size(max, 2550, 3300), cv::Size(736, 960));
  EXPECT_EQ(size(max, 300, 32), cv::Size(288, 32));
  const SidesToMultiple exact = {.multiple = 32, .long_side = 640, .most = 4000};
  EXPECT_EQ(size(exact, 100, 50), cv::Size(640, 320));
}

TEST(FitInto, ShrinksAndEnlarges) {
  const auto size = [](int width, int height) {
    return cv::Size(transform::ScalingFor(FitInto{640, 320}, {width, height}).size);
  };
  EXPECT_EQ(size(100, 100), cv::Size(320, 320));
  EXPECT_EQ(size(1280, 320), cv::Size(640, 160));
  EXPECT_EQ(size(100000, 1), cv::Size(640, 1));
}

TEST(Geometry, MapsPointsAndMapsBack) {
  // A bright area, found in the prepared image, must map back to its place in the original.
  cv::Mat image = cv::Mat::zeros(60, 80, CV_8UC3);
  const cv::Rect bright(40, 20, 16, 12);
  image(bright).setTo(cv::Scalar::all(255));
  const cv::Point2d centre(47.5, 25.5);
  const std::vector<std::vector<Step>> lists = {
      {Resize{.rule = ToSize{160, 90}}},
      {Resize{.rule = ByShort{90}}, CenterCrop{100, 80}},
      {LetterBox{200, 200}},
      {Warp{}},
      {Warp{.keep_size = true}},
      {Resize{.rule = ByLong{100}}, Pad{120, 130, {0, 0, 0}}}};
  for (const std::vector<Step>& steps : lists) {
    PrepareScratch scratch;
    Geometry geometry;
    const cv::Mat prepared = ApplySteps(steps, image, &scratch, &geometry);
    cv::Mat grey;
    cv::cvtColor(prepared, grey, cv::COLOR_BGR2GRAY);
    const cv::Moments moments = cv::moments(grey > 200, true);
    const cv::Point2d found(moments.m10 / moments.m00, moments.m01 / moments.m00);
    const cv::Point2d back = geometry.ToImage(found);
    EXPECT_NEAR(back.x, centre.x, 1);
    EXPECT_NEAR(back.y, centre.y, 1);
    // The same for a map.
    const cv::Mat restored = geometry.Restore(grey, cv::INTER_LINEAR);
    ASSERT_EQ(restored.size(), image.size());
    const cv::Moments of_map = cv::moments(restored > 200, true);
    EXPECT_NEAR(of_map.m10 / of_map.m00, centre.x, 1);
    EXPECT_NEAR(of_map.m01 / of_map.m00, centre.y, 1);
  }
}

Preparation OfSteps(std::vector<Step> steps) { return {.steps = std::move(steps)}; }

TEST(Prepare, RefusesNoImagesAndDifferentSizes) {
  PrepareScratch scratch;
  FDTensor tensor;
  const std::vector<cv::Mat> images = {MakePicture(9, 8), MakePicture(9, 9)};
  const auto error = [&](std::span<const cv::Mat> given) {
    return std::string(fastdeploy::testing::ThrownBy([&] {
                         (void)Prepare(given, OfSteps({}), {}, &scratch, &tensor);
                       }).what());
  };
  EXPECT_THAT(error({}), ::testing::HasSubstr("no images"));
  EXPECT_THAT(error(images), ::testing::HasSubstr("image 1 is 9x9, the first is 8x9"));
}

TEST(Prepare, PadsImagesOfDifferentSizes) {
  PrepareScratch scratch;
  FDTensor tensor;
  const std::vector<cv::Mat> images = {cv::Mat(2, 3, CV_8UC3, cv::Scalar::all(9)),
                                       cv::Mat(4, 1, CV_8UC3, cv::Scalar::all(7))};
  const Preparation shifted = {.normalize = {.mean = {1, 1, 1}}};
  (void)Prepare(images, shifted, {.uneven = UnevenBatch::kPadImages}, &scratch, &tensor);
  EXPECT_EQ(tensor.shape, (std::vector<int64_t>{2, 3, 4, 3}));
  EXPECT_EQ(tensor.As<float>()[0], 8);
  EXPECT_EQ(tensor.As<float>()[11], -1);  // black, normalised
  const cv::Mat whole(9, 9, CV_8UC3, cv::Scalar::all(200));
  const std::vector<cv::Mat> views = {whole(cv::Rect(0, 0, 3, 2)), images[1]};
  (void)Prepare(views, shifted, {.uneven = UnevenBatch::kPadImages}, &scratch, &tensor);
  EXPECT_EQ(tensor.As<float>()[11], -1);  // not what is beside the view
  (void)Prepare(images, shifted, {.uneven = UnevenBatch::kPadTensor, .multiple = 4}, &scratch,
                &tensor);
  EXPECT_EQ(tensor.shape, (std::vector<int64_t>{2, 3, 4, 4}));
  EXPECT_EQ(tensor.As<float>()[0], 8);
  EXPECT_EQ(tensor.As<float>()[3], 0);
  EXPECT_EQ(tensor.As<float>()[48], 6);
  EXPECT_EQ(tensor.As<float>()[49], 0);
  EXPECT_THROW((void)Prepare(images, shifted, {.uneven = UnevenBatch::kPadTensor, .fixed = {3, 3}},
                             &scratch, &tensor),
               Error);
}

}  // namespace
}  // namespace fastdeploy::vision
