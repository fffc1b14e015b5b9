// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/pir/translate.h"

#include <limits>
#include <set>

#include "fastdeploy/runtime/formats/paddle_files.h"
#include "fastdeploy/runtime/formats/pir/rule.h"
#include "fastdeploy/runtime/formats/protobuf_reader.h"
#include "fastdeploy/runtime/formats/protobuf_writer.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using testing::Golden;
using ::testing::HasSubstr;
using testing::ModelPath;
using testing::ReadBytes;
using testing::ThrownBy;

/// A small program of tests/golden/make_pir_ops.py.
json Program(const std::string& name) {
  static const json cases = Golden("pir/operations.json")["cases"];
  return cases.at(name)["program"];
}

json& Operations(json& program) { return program["program"]["regions"][0]["blocks"][0]["ops"]; }

/// The first operation of this name.
json& Operation(json& program, const std::string& name) {
  for (json& op : Operations(program)) {
    if (op["#"] == name) return op;
  }
  throw std::runtime_error("no operation " + name);
}

json& Attribute(json& op, const std::string& name) {
  for (json& attribute : op["A"]) {
    if (attribute["N"] == name) return attribute["AT"]["D"];
  }
  throw std::runtime_error("no attribute " + name);
}

std::string Refused(const json& program) {
  return ThrownBy([&] { (void)TranslatePir(program.dump()); }).what();
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

TEST(TranslatePir, KeepsTheParametersAndTheirOrder) {
  for (const std::string name : {"pplcnet_x0_25", "resnet50_vd"}) {
    const auto old = ReadPaddleParameters(ReadBytes(ModelPath(name + "/inference.pdmodel")));
    const std::string translated = TranslatePir(ReadBytes(ModelPath(name + "/inference.json")));
    const auto found = ReadPaddleParameters(translated);
    ASSERT_EQ(found.size(), old.size());
    for (size_t i = 0; i < old.size(); ++i) {
      EXPECT_EQ(found[i].name, old[i].name);
      EXPECT_EQ(found[i].dtype, old[i].dtype);
      EXPECT_EQ(found[i].dims, old[i].dims);
    }
  }
}

TEST(PirRules, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const pir::Rule& rule : pir::Rules()) {
    EXPECT_TRUE(names.insert(rule.name).second) << rule.name;
    EXPECT_NE(rule.op.empty(), rule.translate == nullptr) << rule.name;
  }
  EXPECT_GT(names.size(), 100U);
}

TEST(TranslatePir, RefusesOtherFiles) {
  EXPECT_THAT(ThrownBy([] { (void)TranslatePir("{"); }).what(), HasSubstr("not valid JSON"));
  EXPECT_THAT(ThrownBy([] { (void)TranslatePir("[1]"); }).what(), HasSubstr("an object"));
  EXPECT_THAT(ThrownBy([] { (void)TranslatePir(std::string(100000, '[')); }).what(),
              HasSubstr("levels deep"));
  json program = Program("relu");
  program["base_code"]["magic"] = "ir";
  EXPECT_THAT(Refused(program), HasSubstr("magic"));
  program = Program("relu");
  program["base_code"]["version"] = 5;
  EXPECT_THAT(Refused(program), HasSubstr("version 5"));
  program = Program("relu");
  program["program"]["regions"].push_back(program["program"]["regions"][0]);
  EXPECT_THAT(Refused(program), HasSubstr("one region"));
  program = Program("relu");
  Operations(program).erase(Operations(program).size() - 1);
  EXPECT_THAT(Refused(program), HasSubstr("no outputs"));
}

TEST(TranslatePir, RefusesByNameWhatItDoesNotKnow) {
  json program = Program("relu");
  Operation(program, "1.relu")["#"] = "1.einsum";
  EXPECT_THAT(Refused(program), HasSubstr("operation 1 (pd_op.einsum)"));
  program = Program("relu");
  Operation(program, "1.relu")["#"] = "3.relu";
  EXPECT_THAT(Refused(program), HasSubstr("custom_op.relu"));
  program = Program("relu");
  Operation(program, "1.relu")["A"] =
      json::parse(R"([{"N": "half", "AT": {"#": "0.a_bool", "D": true}}])");
  EXPECT_THAT(Refused(program), HasSubstr("attribute 'half'"));
  program = Program("conv2d");
  Attribute(Operation(program, "1.conv2d"), "data_format") = "NHWC";
  EXPECT_THAT(Refused(program), HasSubstr("attribute 'data_format': 'NHWC' (supported: NCHW)"));
  program = Program("relu");
  Operation(program, "1.relu")["regions"] =
      json::parse(R"([{"#": "r", "blocks": [{"#": "b", "args": [], "ops": []}]}])");
  EXPECT_THAT(Refused(program), HasSubstr("control flow of this kind"));
  program = Program("linear");
  Operation(program, "p")["A"][3] = "my_fetch";
  EXPECT_THAT(Refused(program), HasSubstr("'my_fetch'"));
  program = Program("relu");
  Operation(program, "1.relu")["O"][0]["TT"]["#"] = "0.t_selectedrows";
  EXPECT_THAT(Refused(program), HasSubstr("0.t_selectedrows"));
  program = Program("relu");
  Operation(program, "1.relu")["O"][0]["TT"]["D"][0]["#"] = "0.t_c64";
  EXPECT_THAT(Refused(program), HasSubstr("'c64'"));
  program = Program("global_pool");
  json& size = Attribute(Operation(program, "1.full_int_array"), "value");
  size[1]["D"] = 3;
  EXPECT_THAT(Refused(program), HasSubstr("adaptive pooling to 1x3"));
}

TEST(TranslatePir, RefusesNumbersThatDoNotFit) {
  json program = Program("scale_and_bias");
  Attribute(Operation(program, "1.full"), "value") = nullptr;
  EXPECT_THAT(Refused(program), HasSubstr("infinity and NaN"));
  program = Program("constants");
  Attribute(Operation(program, "1.full"), "shape") = {1 << 20, 1 << 20};
  EXPECT_THAT(Refused(program), HasSubstr("a constant of shape"));
  program = Program("softmax");
  Attribute(Operation(program, "1.softmax"), "axis") = 0.5;
  EXPECT_THAT(Refused(program), HasSubstr("attribute 'axis': expected a whole number"));
  Attribute(Operation(program, "1.softmax"), "axis") = int64_t{1} << 40;
  EXPECT_THAT(Refused(program), HasSubstr("32 bits"));
  Attribute(Operation(program, "1.softmax"), "axis") = std::numeric_limits<uint64_t>::max();
  EXPECT_THAT(Refused(program), HasSubstr("64 bits"));
  Attribute(Operation(program, "1.softmax"), "axis") = "one";
  EXPECT_THAT(Refused(program), HasSubstr("expected a number, found \"one\""));
}

TEST(TranslatePir, RefusesWhatGrowsWithoutBound) {
  json program = Program("constants");
  json& ops = Operations(program);
  json list = json::parse(R"({"#": "0.combine", "A": [], "I": [], "O": [
      {"%": 1000000, "TT": {"#": "0.t_vec", "D": []}}]})");
  const json type = Operation(program, "1.data")["O"][0]["TT"];
  for (int i = 0; i < 40000; ++i) {
    list["I"].push_back({{"%", Operation(program, "1.data")["O"][0]["%"]}});
    list["O"][0]["TT"]["D"].push_back(type);
  }
  const size_t last = ops.size() - 1;
  ops.insert(ops.begin() + static_cast<std::ptrdiff_t>(last), list);
  for (int i = 0; i < 1000; ++i) {
    const json concat = {{"#", "1.stack"},
                         {"A", json::parse(R"([{"N": "axis", "AT": {"#": "0.a_i32", "D": 0}}])")},
                         {"I", {{{"%", 1000000}}}},
                         {"O", {{{"%", 1000001 + i}, {"TT", type}}}}};
    ops.insert(ops.begin() + static_cast<std::ptrdiff_t>(last + 1), concat);
  }
  EXPECT_THAT(Refused(program), HasSubstr("a program of more than"));
}

TEST(TranslatePir, RefusesProgramsThatDoNotFitTogether) {
  json program = Program("relu");
  Operation(program, "1.relu")["I"][0]["%"] = 99;
  EXPECT_THAT(Refused(program), HasSubstr("operand 0 is value 99"));
  program = Program("relu");  // a cycle
  Operation(program, "1.relu")["I"][0]["%"] = Operation(program, "1.relu")["O"][0]["%"];
  EXPECT_THAT(Refused(program), HasSubstr("no operation before this one"));
  program = Program("relu");
  Operation(program, "1.relu")["O"][0]["%"] = Operation(program, "1.data")["O"][0]["%"];
  EXPECT_THAT(Refused(program), HasSubstr("is defined twice"));
  program = Program("relu");
  Operation(program, "1.relu")["I"] = json::array();
  EXPECT_THAT(Refused(program), HasSubstr("operand 0 is missing"));
  program = Program("relu");
  Operation(program, "1.relu")["I"].push_back({{"%", 1}});
  EXPECT_THAT(Refused(program), HasSubstr("2 operands (supported: 1)"));
  program = Program("relu");
  Operation(program, "1.relu").erase("O");
  EXPECT_THAT(Refused(program), HasSubstr("key 'O' is missing"));
  program = Program("softmax");
  Operation(program, "1.softmax")["A"] = json::array();
  EXPECT_THAT(Refused(program), HasSubstr("attribute 'axis' is missing"));
  program = Program("linear");
  Operations(program)[1]["A"][3] = Operations(program)[0]["A"][3];
  EXPECT_THAT(Refused(program), HasSubstr("is used twice"));
  program = Program("splits");
  Operation(program, "0.split")["O"].erase(0);
  EXPECT_THAT(Refused(program), HasSubstr("is split into"));
}

}  // namespace
}  // namespace fastdeploy
