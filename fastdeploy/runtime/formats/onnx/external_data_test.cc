// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/external_data.h"

#include "fastdeploy/runtime/formats/protobuf_writer.h"
#include "tests/testing/testing.h"

namespace fastdeploy::onnx {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ThrownBy;

std::string Bytes(uint32_t number, const std::string& content) {
  ProtobufWriter writer;
  writer.Bytes(number, content);
  return std::move(writer).Take();
}

std::string Tensor(const std::string& location) {
  return Bytes(13, Bytes(1, "location") + Bytes(2, location)) +
         Bytes(13, Bytes(1, "offset") + Bytes(2, "0"));
}

TEST(ExternalFiles, AreThoseOfAllGraphs) {
  const std::string inner = Bytes(5, Tensor("inner.bin"));
  const std::string node = Bytes(1, Bytes(5, Bytes(6, inner)));
  const std::string graph = Bytes(5, Tensor("w.bin")) + Bytes(5, Tensor("w.bin")) + node;
  EXPECT_THAT(ExternalFiles(Bytes(7, graph)), ElementsAre("inner.bin", "w.bin"));
}

TEST(ExternalFiles, LieInTheModelsFolder) {
  for (const char* location :
       {"/etc/passwd", "../w.bin", "a/../../w.bin", "", "*/_ORT_MEM_ADDR_/*"}) {
    EXPECT_THAT(ThrownBy([&] { (void)ExternalFiles(Bytes(7, Bytes(5, Tensor(location)))); }).what(),
                HasSubstr("expected a file in the model's folder"))
        << location;
  }
}

TEST(ExternalFiles, AreNotSearchedForWithoutEnd) {
  std::string graph;
  for (int i = 0; i < 200; ++i) graph = Bytes(1, Bytes(5, Bytes(6, graph)));
  EXPECT_THAT(ThrownBy([&] { (void)ExternalFiles(Bytes(7, graph)); }).what(),
              HasSubstr("nested too deeply"));
}

}  // namespace
}  // namespace fastdeploy::onnx
