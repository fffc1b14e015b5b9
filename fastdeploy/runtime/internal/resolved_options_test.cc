// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/internal/resolved_options.h"

#include "fastdeploy/core/cores.h"
#include "fastdeploy/runtime/runtime_option.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using testing::ThrownBy;

const std::vector<ModelInput> kImage = {{.names = {"x"}, .dims = Dims{-1, 3, -1, -1}}};
const std::vector<ModelInput> kDetector = {
    {.names = {"im_shape"}, .dims = Dims{-1, 2}},
    {.names = {"image", "also"}, .dims = Dims{-1, 3, 320, 320}},
    {.names = {"any"}, .dims = std::nullopt}};

int OpenVINOThreads(const RuntimeOption& option) {
  return CpuThreads(option, option.openvino_option.cpu_thread_num);
}

int OrtThreads(const RuntimeOption& option) {
  return CpuThreads(option, option.ort_option.intra_op_num_threads);
}

TEST(CpuThreads, AreEveryCoreUnlessSet) {
  const RuntimeOption option;
  EXPECT_EQ(OpenVINOThreads(option), -1);
  EXPECT_EQ(OrtThreads(option), -1);
}

TEST(CpuThreads, TheCommonFieldIsForEveryBackend) {
  RuntimeOption option;
  option.cpu_thread_num = 2;
  EXPECT_EQ(OpenVINOThreads(option), 2);
  EXPECT_EQ(OrtThreads(option), 2);
}

TEST(CpuThreads, TheBackendsOwnFieldWins) {
  RuntimeOption option;
  option.cpu_thread_num = 2;
  option.openvino_option.cpu_thread_num = 3;
  option.ort_option.intra_op_num_threads = 4;
  EXPECT_EQ(OpenVINOThreads(option), 3);
  EXPECT_EQ(OrtThreads(option), 4);
  option.cpu_thread_num = -1;
  EXPECT_EQ(OpenVINOThreads(option), 3);
  EXPECT_EQ(OrtThreads(option), 4);
}

TEST(CpuThreads, TheSetterIsForEveryBackendWhateverWasSetBefore) {
  RuntimeOption option;
  option.openvino_option.cpu_thread_num = 3;
  option.ort_option.intra_op_num_threads = 4;
  option.SetCpuThreadNum(2);
  EXPECT_EQ(OpenVINOThreads(option), 2);
  EXPECT_EQ(OrtThreads(option), 2);
  option.SetCpuThreadNum();
  EXPECT_EQ(OpenVINOThreads(option), -1);
  EXPECT_EQ(OrtThreads(option), -1);
}

TEST(OpenVINOStreams, AreChosenFromTheCostUnlessThreadsAreLimited) {
  RuntimeOption option;
  EXPECT_EQ(OpenVINOStreams(option), 0);
  option.cpu_thread_num = 2;
  EXPECT_EQ(OpenVINOStreams(option), 1);
  option.cpu_thread_num = -1;
  option.openvino_option.cpu_thread_num = 2;
  EXPECT_EQ(OpenVINOStreams(option), 1);
  option.openvino_option.cpu_thread_num = -1;
  option.openvino_option.device = "AUTO";
  EXPECT_EQ(OpenVINOStreams(option), 1);
}

TEST(OpenVINOStreams, AreThreadsWhereManyRunsComeAtATime) {
  RuntimeOption option;
  EXPECT_EQ(OpenVINOStreams(option), 0);
  option.cpu_thread_num = 3;
  EXPECT_EQ(OpenVINOStreams(option), 1);
  option.usual_parallel_runs = true;
  EXPECT_EQ(OpenVINOStreams(option), 3);
  option.cpu_thread_num = -1;
  EXPECT_EQ(OpenVINOStreams(option), AvailableCores());
  option.openvino_option.num_streams = 1;
  EXPECT_EQ(OpenVINOStreams(option), 1);
}

TEST(OpenVINOStreams, AreTheNumberThatIsSet) {
  RuntimeOption option;
  option.cpu_thread_num = 2;
  for (const int streams : {-2, -1, 1, 4}) {
    option.openvino_option.num_streams = streams;
    EXPECT_EQ(OpenVINOStreams(option), streams);
  }
}

TEST(ResolveShapes, NothingIsFixedUnlessAsked) {
  EXPECT_THAT(ResolveShapes({}, kImage, FixedDims::kStay), IsEmpty());
}

TEST(ResolveShapes, ByNameOrOfTheOnlyInput) {
  for (const char* name : {"x", ""}) {
    RuntimeOption option;
    option.input_shapes[name] = {2, 3, 64, 64};
    RuntimeOption by_backend;
    by_backend.openvino_option.shape_infos[name] = {2, 3, 64, 64};
    for (const FixedDims fixed : {FixedDims::kStay, FixedDims::kCanChange}) {
      EXPECT_THAT(ResolveShapes(option, kImage, fixed), ElementsAre(Pair(0, Dims{2, 3, 64, 64})));
      EXPECT_THAT(ResolveShapes(by_backend, kImage, fixed),
                  ElementsAre(Pair(0, Dims{2, 3, 64, 64})));
    }
  }
}

TEST(ResolveShapes, TheBackendsOwnShapeWins) {
  RuntimeOption option;
  option.input_shapes["x"] = {1, 3, 32, 32};
  option.openvino_option.shape_infos[""] = {2, 3, 64, 64};
  EXPECT_THAT(ResolveShapes(option, kImage, FixedDims::kStay),
              ElementsAre(Pair(0, Dims{2, 3, 64, 64})));
}

TEST(ResolveShapes, AnInputMayHaveSeveralNamesAndAnyRank) {
  RuntimeOption option;
  option.input_shapes = {{"also", {4, 3, 320, 320}}, {"any", {7}}};
  EXPECT_THAT(ResolveShapes(option, kDetector, FixedDims::kStay),
              ElementsAre(Pair(1, Dims{4, 3, 320, 320}), Pair(2, Dims{7})));
}

TEST(ResolveShapes, WhatTheModelFixesStaysUnlessTheBackendCanChangeIt) {
  RuntimeOption option;
  option.input_shapes["image"] = {1, -1, -1, -1};
  EXPECT_THAT(ResolveShapes(option, kDetector, FixedDims::kStay),
              ElementsAre(Pair(1, Dims{1, 3, 320, 320})));
  EXPECT_THAT(ResolveShapes(option, kDetector, FixedDims::kCanChange),
              ElementsAre(Pair(1, Dims{1, -1, -1, -1})));
  option.input_shapes["image"] = {1, 3, 640, 640};
  EXPECT_THAT(ResolveShapes(option, kDetector, FixedDims::kCanChange),
              ElementsAre(Pair(1, Dims{1, 3, 640, 640})));
  EXPECT_THAT(ThrownBy([&] { (void)ResolveShapes(option, kDetector, FixedDims::kStay); }).what(),
              HasSubstr("input 'image' cannot have the shape [1, 3, 640, 640]: the model has "
                        "[-1, 3, 320, 320]"));
}

TEST(ResolveShapes, RefusesWhatNoInputCanHave) {
  const auto refused = [](const std::string& name, const Dims& shape,
                          const std::vector<ModelInput>& inputs) {
    RuntimeOption option;
    option.input_shapes[name] = shape;
    const Error error =
        ThrownBy([&] { (void)ResolveShapes(option, inputs, FixedDims::kCanChange); });
    EXPECT_EQ(error.Kind(), ErrorKind::kInvalidArgument);
    return std::string(error.what());
  };
  EXPECT_THAT(refused("y", {1}, kDetector), AllOf(HasSubstr("input 'y': no such input"),
                                                  HasSubstr("'im_shape', 'image', 'any'")));
  EXPECT_THAT(refused("", {1}, kDetector), HasSubstr("the only input: the model has 3 inputs"));
  EXPECT_THAT(refused("", {1, 3, 8}, kImage),
              HasSubstr("input 'x' cannot have the shape [1, 3, 8]"));
  for (const int64_t dim : {int64_t{0}, int64_t{-2}, int64_t{1} << 40}) {
    EXPECT_THAT(refused("x", {1, 3, dim, 8}, kImage), HasSubstr("expected positive numbers"));
  }
}

TEST(ResolveShapes, UsualShapesAreForThoseWhoFixNone) {
  RuntimeOption option;
  option.usual_input_shapes = {{"im_shape", {1, 2}}, {"image", {1, 3, 320, 320}}};
  EXPECT_THAT(ResolveShapes(option, kDetector, FixedDims::kStay),
              ElementsAre(Pair(0, Dims{1, 2}), Pair(1, Dims{1, 3, 320, 320})));
  option.input_shapes["image"] = {3, 3, 320, 320};
  EXPECT_THAT(ResolveShapes(option, kDetector, FixedDims::kStay),
              ElementsAre(Pair(1, Dims{3, 3, 320, 320})));
}

TEST(ResolveShapes, UsualShapesOfTheOnlyInput) {
  RuntimeOption option;
  option.usual_input_shapes[""] = {1, 3, 64, 64};
  EXPECT_THAT(ResolveShapes(option, kImage, FixedDims::kStay),
              ElementsAre(Pair(0, Dims{1, 3, 64, 64})));
  EXPECT_THAT(ResolveShapes(option, kDetector, FixedDims::kStay), IsEmpty());
}

TEST(ResolveShapes, UsualShapesThatDoNotFitAreLeftOut) {
  RuntimeOption option;
  option.usual_input_shapes = {
      {"image", {1, 3, 640, 640}}, {"scale_factor", {1, 2}}, {"im_shape", {1, 2, 3}}};
  for (const FixedDims fixed : {FixedDims::kStay, FixedDims::kCanChange}) {
    EXPECT_THAT(ResolveShapes(option, kDetector, fixed), IsEmpty());
  }
}

}  // namespace
}  // namespace fastdeploy
