// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/onnx/translate.h"

#include "fastdeploy/runtime/formats/onnx/array.h"
#include "fastdeploy/runtime/formats/onnx/graph.h"
#include "fastdeploy/runtime/formats/protobuf_reader.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using paddle::Operator;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ThrownBy;

/// One operator from `x` to `y`, in the old format.
paddle::Program Program(const std::string& type, std::vector<int64_t> dims = {-1, 3}) {
  paddle::Program program;
  program.inputs = {{.name = "x", .value = "x"}};
  program.outputs = {{.name = "y", .value = "y"}};
  program.types["x"] = {.dtype = kFloat32, .dims = dims};
  program.types["y"] = {.dtype = kFloat32, .dims = std::move(dims)};
  Operator op;
  op.type = type;
  op.inputs = {{.slot = "X", .values = {"x"}}};
  op.outputs = {{.slot = "Out", .values = {"y"}}};
  program.blocks.push_back({.arguments = {}, .operators = {op}});
  return program;
}

Operator& FirstOf(paddle::Program& program) { return program.blocks[0].operators[0]; }

std::string Refused(const paddle::Program& program) {
  return ThrownBy([&] { (void)TranslateToOnnx(program, "", WeightPlace::kInside); }).what();
}

/// The record of a parameter file.
std::string Record(const std::vector<float>& values) {
  std::string desc = "\x08\x05\x10";  // float32, one dimension
  desc += static_cast<char>(values.size());
  const auto number = [](auto value) {
    return std::string(reinterpret_cast<const char*>(&value), sizeof(value));
  };
  return number(uint32_t{0}) + number(uint64_t{0}) + number(uint32_t{0}) +
         number(static_cast<int32_t>(desc.size())) + desc +
         std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
}

TEST(TranslateToOnnx, WritesOneGraph) {
  const OnnxModel model = TranslateToOnnx(Program("relu"), "", WeightPlace::kInside);
  EXPECT_THAT(model.bytes, AllOf(HasSubstr("Relu"), HasSubstr("relu.0")));
  EXPECT_TRUE(model.own_operators.empty());
}

TEST(TranslateToOnnx, NamesEveryOperatorThatItLacks) {
  paddle::Program program = Program("relu");
  FirstOf(program).type = "frobnicate";
  program.blocks[0].operators.push_back({.type = "another"});
  EXPECT_THAT(Refused(program), HasSubstr("not supported: another, frobnicate"));
}

TEST(TranslateToOnnx, NamesTheOperatorThatIsWrong) {
  paddle::Program program = Program("leaky_relu");
  FirstOf(program).attributes["alpha"] = std::string("steep");
  EXPECT_THAT(Refused(program),
              AllOf(HasSubstr("operator 0 ('leaky_relu')"), HasSubstr("'negative_slope|alpha'")));
  program = Program("relu");
  FirstOf(program).inputs[0].values[0] = "z";
  EXPECT_THAT(Refused(program), HasSubstr("value 'z' is used before it is defined"));
  program = Program("relu");
  FirstOf(program).inputs.clear();
  EXPECT_THAT(Refused(program), HasSubstr("operand 'x' is missing"));
  program = Program("relu");
  program.outputs.clear();
  EXPECT_THAT(Refused(program), HasSubstr("no outputs"));
  program = Program("relu");
  program.inputs.push_back(program.inputs[0]);
  EXPECT_THAT(Refused(program), HasSubstr("two values are called 'x'"));
  program = Program("relu");
  program.types["x"].dtype = 99;
  EXPECT_THAT(Refused(program), HasSubstr("type 99"));
}

TEST(TranslateToOnnx, LeavesParametersInTheirFileOrTakesThemIn) {
  paddle::Program program = Program("elementwise_add");
  program.parameters = {{.name = "w", .type = {.dtype = kFloat32, .dims = {3}}}};
  FirstOf(program).inputs.push_back({.slot = "Y", .values = {"w"}});
  const std::string params = Record({1.5F, 2, 3});
  const std::string data = params.substr(params.size() - 3 * sizeof(float));
  const std::string apart =
      TranslateToOnnx(program, params, WeightPlace::kFile, "my.pdiparams").bytes;
  EXPECT_THAT(apart,
              AllOf(HasSubstr("my.pdiparams"), HasSubstr("offset"),
                    HasSubstr(std::to_string(params.size() - data.size())), Not(HasSubstr(data))));
  const std::string inside = TranslateToOnnx(program, params, WeightPlace::kInside).bytes;
  EXPECT_THAT(inside, AllOf(HasSubstr(data), Not(HasSubstr("location"))));
  const std::string nodes = TranslateToOnnx(program, params, WeightPlace::kNodes).bytes;
  EXPECT_THAT(nodes, AllOf(HasSubstr(onnx::kWeightOperator), Not(HasSubstr(data))));
  EXPECT_THAT(ThrownBy([&] { (void)TranslateToOnnx(program, "", WeightPlace::kInside); }).what(),
              HasSubstr("the model needs 1 of them"));
}

TEST(Array, ConvertsAsPaddleDoes) {
  const auto floats = onnx::Array::Floats({-1.5, 0, 2.5}, {3});
  EXPECT_THAT(floats.As(kInt64).ints, ElementsAre(-1, 0, 2));
  EXPECT_THAT(floats.As(kBool).ints, ElementsAre(1, 0, 1));
  EXPECT_EQ(floats.Bytes().size(), 12U);
  const auto back = onnx::Array::FromBytes(floats.Bytes(), kFloat32, {3});
  EXPECT_EQ(back.floats, floats.floats);
  EXPECT_EQ(onnx::Array::Full(7, kInt8, {2, 2}).Bytes(), "\7\7\7\7");
  EXPECT_EQ(onnx::Array::Scalar(1e300, kInt64).ints[0], INT64_MAX);
}

TEST(Array, IsLimited) {
  EXPECT_THROW(onnx::Array::Full(0, kFloat32, {1 << 20, 1 << 20}), Error);
  EXPECT_THROW(onnx::Array::Full(0, kFloat32, {-1}), Error);
  EXPECT_THROW(onnx::Array::FromBytes("abc", kFloat32, {1}), Error);
  EXPECT_THROW((void)onnx::Array::Full(0, kBfloat16, {1}).Bytes(), Error);
}

}  // namespace
}  // namespace fastdeploy
