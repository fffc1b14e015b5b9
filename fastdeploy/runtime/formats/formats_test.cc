// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "fastdeploy/runtime/formats/model_file.h"
#include "fastdeploy/runtime/formats/paddle/parameter_file.h"
#include "fastdeploy/runtime/formats/paddle/program.h"
#include "fastdeploy/runtime/formats/protobuf_reader.h"
#include "fastdeploy/runtime/formats/protobuf_writer.h"
#include "fastdeploy/runtime/runtime_option.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using ::testing::HasSubstr;
using testing::ModelPath;
using testing::ReadBytes;
using testing::ThrownBy;

TEST(ProtobufReader, ReadsEveryWireType) {
  // 1: varint 300; 2: "hi"; 3: fixed32 1; 4: fixed64 2.
  const std::string message("\x08\xAC\x02\x12\x02hi\x1D\x01\0\0\0\x21\x02\0\0\0\0\0\0\0", 21);
  ProtobufReader reader(message);
  EXPECT_EQ(reader.Next()->value, 300U);
  EXPECT_EQ(reader.Next()->bytes, "hi");
  EXPECT_EQ(reader.Next()->value, 1U);
  const auto last = reader.Next();
  EXPECT_EQ(last->number, 4U);
  EXPECT_EQ(last->value, 2U);
  EXPECT_FALSE(reader.Next().has_value());
}

TEST(ProtobufReader, RefusesTruncatedAndOtherBytes) {
  const auto read = [](std::string_view message) {
    return std::string(ThrownBy([&] {
                         ProtobufReader reader(message);
                         while (reader.Next()) continue;
                       }).what());
  };
  EXPECT_THAT(read("\x12\x05hi"), HasSubstr("truncated"));
  EXPECT_THAT(read("\x08\xFF"), HasSubstr("truncated"));
  EXPECT_THAT(read("\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), HasSubstr("64 bits"));
  EXPECT_THAT(read("\x0B"), HasSubstr("wire type"));
  EXPECT_THAT(read(std::string_view("\0\0", 2)), HasSubstr("field number 0"));
}

TEST(ProtobufWriter, WritesWhatTheReaderReads) {
  ProtobufWriter inner;
  inner.Number(1, -2);
  inner.Number(16, 300);
  ProtobufWriter writer;
  writer.Message(3, inner);
  writer.Float(4, 1.5F);
  writer.Bytes(5, "abc");
  const std::string bytes = std::move(writer).Take();
  ProtobufReader reader(bytes);
  ProtobufReader inner_reader(reader.Next()->bytes);
  EXPECT_EQ(inner_reader.Next()->value, uint64_t(-2));
  const auto second = inner_reader.Next();
  EXPECT_EQ(second->number, 16U);
  EXPECT_EQ(second->value, 300U);
  EXPECT_FALSE(inner_reader.Next().has_value());
  EXPECT_EQ(reader.Next()->value, 0x3FC00000U);
  EXPECT_EQ(reader.Next()->bytes, "abc");
  EXPECT_FALSE(reader.Next().has_value());
}

TEST(ModelFormat, IsRecognisedByTheBytes) {
  EXPECT_EQ(DetectModelFormat(ReadBytes(ModelPath("pplcnet_x0_25/inference.pdmodel"))), PADDLE);
  EXPECT_EQ(DetectModelFormat(ReadBytes(ModelPath("doc-orientation/inference.onnx"))), ONNX);
  EXPECT_EQ(DetectModelFormat("\xEF\xBB\xBF<?xml version=\"1.0\"?><net/>"), OPENVINO_IR);
  EXPECT_THROW(DetectModelFormat("   "), Error);
  EXPECT_THROW(DetectModelFormat("{\"a\": 1}"), Error);
}

TEST(Metadata, OfOnnxHoldsTheCharacters) {
  const std::string model = ReadBytes(ModelPath("ppocrv6-small/rec/inference.onnx"));
  const auto metadata = ReadMetadata({.format = ONNX, .model = model});
  ASSERT_TRUE(metadata.contains("character"));
  EXPECT_GT(metadata.at("character").size(), 10000U);
}

TEST(Metadata, OfAnIrIsThatOfItsOnnxModel) {
  const auto read = [](std::string_view rt_info) {
    const std::string xml =
        "<net><layers><layer><rt_info><attribute name=\"a\" "
        "value=\"b\"/></rt_info></layer></layers>"
        "<rt_info>" +
        std::string(rt_info) + "</rt_info></net>";
    return ReadMetadata({.format = OPENVINO_IR, .model = xml});
  };
  using Map = std::map<std::string, std::string>;
  EXPECT_EQ(read("<framework>\n\t<character value=\"!&#10;&quot;&#10;&amp;&#10;&lt;&#10;>&#x41;"
                 "\xE4\xB8\x80&#10; &apos;\" />\n<empty /><other value=\"\"/></framework><nncf>"
                 "<version value=\"3\"/></nncf>"),
            (Map{{"character", "!\n\"\n&\n<\n>A\xE4\xB8\x80\n '"}, {"other", ""}}));
  EXPECT_EQ(read("<framework><a value=\"&unknown;&#300;&#;&\"/></framework>"),
            (Map{{"a", "&unknown;&#300;&#;&"}}));
  EXPECT_EQ(read("<nncf><version value=\"3\"/></nncf>"), Map());
  EXPECT_EQ(read("<framework><a value=\"cut"), Map());
  EXPECT_EQ(read("<framework><"), Map());
  EXPECT_EQ(ReadMetadata({.format = PADDLE}), Map());
}

TEST(PaddleFiles, ParametersAreFoundBesideTheModel) {
  RuntimeOption option;
  option.SetModelPath(ModelPath("pplcnet_x0_25/inference.pdmodel"));
  const ModelFile file = OpenModelFile(option);
  EXPECT_EQ(file.params_path, ModelPath("pplcnet_x0_25/inference.pdiparams"));
  EXPECT_EQ(file.format, PADDLE);
  const auto& parameters = file.program->parameters;
  EXPECT_TRUE(std::ranges::is_sorted(parameters, {}, &paddle::Parameter::name));
  EXPECT_EQ(parameters.size(), 146U);  // as models/pdiparams.py counts them, too
  EXPECT_EQ(paddle::ReadParameterFile(file.params, parameters).size(), 146U);
}

}  // namespace
}  // namespace fastdeploy
