// SPDX-License-Identifier: Apache-2.0
//
// Requests of the inference protocol, with their images, and forms. The first byte says which: 0:
// JSON, 1: JSON and binary tensors after two bytes with the length of the JSON, 2: a form.

#include <algorithm>

#include "apps/server/http.h"
#include "apps/server/multipart.h"
#include "apps/server/v2_request.h"
#include "tests/fuzz/mutate.h"
#include "tests/testing/testing.h"

namespace fastdeploy::fuzz {
namespace {

constexpr double kMostPixels = 1e4;
constexpr const char* kForm = "multipart/form-data; boundary=x";

void ReadAll(std::string_view input) {
  if (input.empty()) return;
  const char kind = input[0];
  input.remove_prefix(1);
  if (kind == 2) {
    size_t bytes = 0;
    for (const server::Part& part : server::ReadForm(input, kForm)) bytes += part.contents.size();
    if (bytes > input.size()) std::abort();  // parts do not overlap
    return;
  }
  std::string header;
  if (kind == 1 && input.size() >= 2) {
    header = std::to_string(uint8_t(input[0]) | uint8_t(input[1]) << 8U);
    input.remove_prefix(2);
  }
  const server::InferRequest request = server::ReadInferRequest(input, header);
  for (const server::InputTensor& tensor : request.inputs) {
    for (const auto& image : server::ImagesOf(tensor, request.parameters, kMostPixels)) {
      if (!image.pixels.empty()) (void)cv::sum(image.pixels);  // all pixels can be read
    }
  }
}

void RunInferRequest(std::string_view input) {
  try {
    ReadAll(input);
  } catch (const server::HttpError& error) {
    throw Error(ErrorKind::kInvalidArgument, error.what());
  }
}

/// JSON and binary tensors after it.
std::string WithBinary(const std::string& json, const std::string& binary) {
  return "\1" + std::string(1, char(json.size() & 0xFFU)) + char(json.size() >> 8U) + json + binary;
}

std::vector<std::string> InferRequestSeeds() {
  const std::string pixels = R"({"name":"image","datatype":"UINT8","shape":[1,2,1,3],)";
  return {
      std::string(1, '\0') + R"({"id":"1","inputs":[)" + pixels +
          R"("data":[[[[1,2,3]],[[4,5,6]]]],"parameters":{"color":"BGR"}}]})",
      std::string(1, '\0') +
          R"({"inputs":[{"name":"image","datatype":"BYTES","shape":[2],"data":["Zm9v","YQ=="]}]})",
      WithBinary(R"({"inputs":[)" + pixels + R"("parameters":{"binary_data_size":6}}],)" +
                     R"("outputs":[{"name":"boxes","parameters":{"binary_data":true}}]})",
                 "\1\2\3\4\5\6"),
      WithBinary(R"({"parameters":{"binary_data_output":true},"inputs":[{"name":"lang_type",)"
                 R"("datatype":"BYTES","shape":[1,1],"parameters":{"binary_data_size":6}},)"
                 R"({"name":"image","datatype":"BYTES","shape":[1],)"
                 R"("parameters":{"binary_data_size":7}}]})",
                 std::string("\2\0\0\0en\3\0\0\0foo", 13)),
      "\2--x\r\nContent-Disposition: form-data; name=\"a\"; "
      "filename=\"a.png\"\r\n\r\nabc\r\n--x\r\n"
      "content-disposition: form-data; name=b\r\n\r\n\r\n--x--\r\n"};
}

void MutateInferRequest(std::string* input, Random* random) {
  for (size_t changes = 1 + Below(random, 3); changes > 0; --changes) MutateBytes(input, random);
}

}  // namespace

Target InferRequestTarget() {
  return {"infer_request", RunInferRequest, InferRequestSeeds, MutateInferRequest};
}

}  // namespace fastdeploy::fuzz
