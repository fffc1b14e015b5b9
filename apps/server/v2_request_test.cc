// SPDX-License-Identifier: Apache-2.0
#include "apps/server/v2_request.h"

#include <fmt/format.h>

#include <cstring>

#include "apps/server/http.h"
#include "apps/server/tensors.h"
#include "fastdeploy/vision/families.h"
#include "tests/testing/testing.h"

namespace fastdeploy::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Reason(const std::string& body, const std::string& header = "") {
  try {
    const InferRequest request = ReadInferRequest(body, header);
    for (const InputTensor& input : request.inputs) (void)ImagesOf(input, request.parameters, 100);
  } catch (const HttpError& error) {
    return fmt::format("{}: {}", error.Status(), error.what());
  }
  return "";
}

std::string Input(const std::string& datatype, const std::string& shape, const std::string& rest) {
  return fmt::format(R"({{"inputs":[{{"name":"image","datatype":"{}","shape":{},{}}}]}})", datatype,
                     shape, rest);
}

std::vector<InferImage> Images(const std::string& body, const std::string& header = "") {
  const InferRequest request = ReadInferRequest(body, header);
  return ImagesOf(request.inputs.at(0), request.parameters, 100);
}

TEST(InferRequest, ReadsPixelsFromJson) {
  const auto images = Images(Input("UINT8", "[1,1,2,3]", R"("data":[[1,2,3],[4,5,255]])"));
  ASSERT_EQ(images.size(), 1);
  EXPECT_EQ(images[0].pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(3, 2, 1));  // RGB to BGR
  EXPECT_EQ(images[0].pixels.at<cv::Vec3b>(0, 1), cv::Vec3b(255, 5, 4));
}

TEST(InferRequest, ReadsBgrAndGrey) {
  const auto bgr =
      Images(Input("UINT8", "[1,1,3]", R"("data":[1,2,3],"parameters":{"color":"BGR"})"));
  EXPECT_EQ(bgr.at(0).pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(1, 2, 3));
  const auto grey = Images(Input("UINT8", "[2,1,1,1]", R"("data":[7,8])"));
  ASSERT_EQ(grey.size(), 2);
  EXPECT_EQ(grey[1].pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(8, 8, 8));
}

TEST(InferRequest, ReadsBinary) {
  const std::string json = Input("UINT8", "[1,1,2,3]", R"("parameters":{"binary_data_size":6})");
  const auto images = Images(json + "\1\2\3\4\5\6", std::to_string(json.size()));
  EXPECT_EQ(images.at(0).pixels.at<cv::Vec3b>(0, 1), cv::Vec3b(6, 5, 4));
}

TEST(InferRequest, ReadsFiles) {
  EXPECT_EQ(Images(Input("BYTES", "[1]", R"("data":["Zm9v"])")).at(0).file, "foo");
  const std::string json = Input("BYTES", "[2,1]", R"("parameters":{"binary_data_size":11})");
  const std::string binary("\3\0\0\0foo\0\0\0\0", 11);
  const auto images = Images(json + binary, std::to_string(json.size()));
  ASSERT_EQ(images.size(), 2);
  EXPECT_EQ(images[0].file, "foo");
  EXPECT_EQ(images[1].file, "");
}

TEST(InferRequest, ReadsOutputs) {
  const InferRequest request = ReadInferRequest(
      R"({"id":"7","inputs":[],"parameters":{"binary_data_output":true},"outputs":[{"name":"a"},)"
      R"({"name":"b","parameters":{"binary_data":false}}]})",
      "");
  EXPECT_EQ(request.id, "7");
  ASSERT_EQ(request.outputs.size(), 2);
  EXPECT_TRUE(request.outputs[0].binary);
  EXPECT_FALSE(request.outputs[1].binary);
}

TEST(InferRequest, RefusesWhatIsWrong) {
  const auto data = [](const std::string& datatype, const std::string& shape,
                       const std::string& values) {
    return Reason(Input(datatype, shape, "\"data\":" + values));
  };
  EXPECT_THAT(Reason("{"), HasSubstr("400: the body is not JSON"));
  EXPECT_THAT(Reason("[]"), HasSubstr("expected an object"));
  EXPECT_THAT(Reason("{}"), HasSubstr("\"inputs\""));
  EXPECT_THAT(Reason(R"({"inputs":[3]})"), HasSubstr("expected objects"));
  EXPECT_THAT(Reason(R"({"inputs":[{"name":3}]})"), HasSubstr("\"name\": expected string"));
  EXPECT_THAT(Reason("{}", "3"), HasSubstr("Inference-Header-Content-Length"));
  EXPECT_THAT(Reason("{}", "-1"), HasSubstr("Inference-Header-Content-Length"));
  EXPECT_THAT(Reason(R"({"inputs":[]}x)", "13"), HasSubstr("1 bytes of the body belong to no"));
  EXPECT_THAT(data("UINT8", "[1,1,3]", "[1,2]"), HasSubstr("3 elements, but it has 2"));
  EXPECT_THAT(data("UINT8", "[1,1,3]", "[1,2,256]"), HasSubstr("from 0 to 255"));
  EXPECT_THAT(data("UINT8", "[1,1,3]", "[1,2,-1]"), HasSubstr("from 0 to 255"));
  EXPECT_THAT(data("UINT8", "[1,1,3]", "[1,2,0.5]"), HasSubstr("from 0 to 255"));
  EXPECT_THAT(data("UINT8", "[1,1,4]", "[1,2,3,4]"), HasSubstr("expected a shape"));
  EXPECT_THAT(data("UINT8", "[-1,1,3]", "[]"), HasSubstr("expected a whole number"));
  EXPECT_THAT(data("UINT8", "[0,1,1,3]", "[]"), HasSubstr("expected 1 to 256 images"));
  EXPECT_THAT(data("UINT8", "[11,10,3]", "[]"), HasSubstr("413: the image is too large"));
  EXPECT_THAT(data("UINT8", "[2000000000,1,1,3]", "[]"), HasSubstr("expected 1 to 256 images"));
  EXPECT_THAT(data("UINT8", "[1,1,1,1,1,1,1,1,1]", "[]"), HasSubstr("at most 8 dimensions"));
  EXPECT_THAT(data("FP32", "[1,1,3]", "[1,2,3]"), HasSubstr("expected UINT8 or BYTES"));
  EXPECT_THAT(data("BYTES", "[1]", "[3]"), HasSubstr("expected texts"));
  EXPECT_THAT(data("BYTES", "[1]", "[\"!\"]"), HasSubstr("expected base64"));
  EXPECT_THAT(data("BYTES", "[2]", "[\"Zm9v\"]"), HasSubstr("2 elements, but it has 1"));
  EXPECT_THAT(data("BYTES", "[2000000000,2000000000,2000000000]", "[]"), HasSubstr("too large"));
  EXPECT_THAT(Reason(Input("UINT8", "[1,1,3]", R"("parameters":{"binary_data_size":3})")),
              HasSubstr("0 bytes are left"));
  const std::string json = Input("BYTES", "[1]", R"("parameters":{"binary_data_size":5})");
  EXPECT_THAT(Reason(json + std::string("\2\0\0\0x", 5), std::to_string(json.size())),
              HasSubstr("beyond its end"));
  EXPECT_THAT(Reason(std::string(100000, '[')), HasSubstr("400"));
  EXPECT_THAT(Reason(Input("UINT8", "[1,1,3]", R"("data":[1,2,3],"parameters":{"color":"CMYK"})")),
              HasSubstr("expected RGB or BGR"));
}

template <typename T>
std::vector<T> Values(const OutputTensor& tensor) {
  std::vector<T> values(tensor.bytes.size() / sizeof(T));
  std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  return values;
}

template <typename Result>
std::vector<OutputTensor> TensorsOfResult(Result result, const cv::Size& size = {4, 3},
                                          bool masks = false) {
  vision::View<Result> view;
  view.text = [](const Result&) { return std::string(); };
  const auto shown = std::make_shared<const vision::View<Result>>(std::move(view));
  return TensorsOf(vision::AnyResult(std::move(result), shown), size, masks);
}

TEST(Tensors, HaveTheValuesOfTheResult) {
  vision::OCRResult ocr;
  ocr.boxes = {{1, 2, 3, 4, 5, 6, 7, 8}};
  ocr.text = {"h\"i\n"};
  ocr.rec_scores = {0.1F};
  const auto tensors = TensorsOfResult(ocr);
  ASSERT_EQ(tensors.size(), 3);
  EXPECT_THAT(tensors[0].info.shape, ElementsAre(1, 4, 2));
  EXPECT_EQ(tensors[0].Json(), "[1,2,3,4,5,6,7,8]");
  EXPECT_EQ(tensors[1].Json(), R"(["h\"i\n"])");
  EXPECT_EQ(tensors[1].Binary(), std::string("\4\0\0\0h\"i\n", 8));
  EXPECT_EQ(tensors[2].Json(), "[0.1]");
  EXPECT_THAT(Values<float>(tensors[2]), ElementsAre(0.1F));
}

TEST(Tensors, PutMasksInTheirPlace) {
  vision::DetectionResult result;
  result.boxes = {{-1, 0.6F, 2, 2}};
  result.scores = {0.5F};
  result.label_ids = {3};
  result.contain_masks = true;
  result.masks = {{.data = {1, 0, 1, 1}, .shape = {2, 2}}};
  const auto tensors = TensorsOfResult(result, {4, 3}, true);
  ASSERT_EQ(tensors.size(), 4);
  EXPECT_EQ(tensors[3].info.name, "masks");
  EXPECT_THAT(tensors[3].info.shape, ElementsAre(1, 3, 4));
  EXPECT_EQ(tensors[3].Json(), "[0,0,0,0,1,0,0,0,1,1,0,0]");
  EXPECT_EQ(TensorsOfResult(result).size(), 3);
}

}  // namespace
}  // namespace fastdeploy::server
