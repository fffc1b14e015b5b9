// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "fastdeploy/runtime/formats/paddle/program.h"
#include "tests/testing/testing.h"

namespace fastdeploy::paddle {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ThrownBy;

/// x -> softmax -> split in two -> concat with a weight -> fetch
json Program() {
  return json::parse(R"({
    "base_code": {"magic": "pir", "version": 1, "trainable": false},
    "program": {"regions": [{"#": "region_0", "blocks": [{"#": "block_0", "args": [], "ops": [
      {"#": "p", "A": [0, 1, 1, "w"], "OA": [1, 1, 0], "O": {"%": 1, "TT":
          {"#": "0.t_dtensor", "D": [{"#": "0.t_f32"}, [2], "NCHW", [], 0]}}},
      {"#": "p", "A": [0, 1, 1, "not_stored"], "OA": [0, 1, 1], "O": {"%": 2, "TT":
          {"#": "0.t_dtensor", "D": [{"#": "0.t_i64"}, [3], "NCHW", [], 0]}}},
      {"#": "1.data", "A": [{"N": "name", "AT": {"#": "0.a_str", "D": "x"}}], "I": [], "O": [
          {"%": 3, "TT": {"#": "0.t_dtensor", "D": [{"#": "0.t_f32"}, [-1, 4], "NCHW", [], 0]}}]},
      {"#": "1.softmax_", "A": [{"N": "axis", "AT": {"#": "0.a_i32", "D": -1}}],
       "I": [{"%": 3}], "O": [
          {"%": 4, "TT": {"#": "0.t_dtensor", "D": [{"#": "0.t_f32"}, [-1, 4], "NCHW", [], 0]}}]},
      {"#": "1.split_with_num", "A": [], "I": [{"%": 4}, {"%": 0}], "O": [
          {"%": 5, "TT": {"#": "0.t_vec", "D": [
             {"#": "0.t_dtensor", "D": [{"#": "0.t_f32"}, [-1, 2], "NCHW", [], 0]},
             {"#": "0.t_dtensor", "D": [{"#": "0.t_f32"}, [-1, 2], "NCHW", [], 0]}]}}]},
      {"#": "0.split", "A": [], "I": [{"%": 5}], "O": [
          {"%": 6, "TT": {"#": "0.t_dtensor", "D": [{"#": "0.t_f32"}, [-1, 2], "NCHW", [], 0]}},
          {"%": 7, "TT": {"#": "0.t_dtensor", "D": [{"#": "0.t_f32"}, [-1, 2], "NCHW", [], 0]}}]},
      {"#": "0.combine", "A": [], "I": [{"%": 7}, {"%": 1}], "O": [
          {"%": 8, "TT": {"#": "0.t_vec", "D": []}}]},
      {"#": "1.concat", "I": [{"%": 8}], "A": [
           {"N": "ends", "AT": {"#": "0.a_array", "D": [{"#": "0.a_f64", "D": 0.5}]}},
           {"N": "none", "AT": {"#": "0.a_array", "D": []}},
           {"N": "value", "AT": {"#": "0.a_f64", "D": null}},
           {"N": "dtype", "AT": {"#": "1.a_dtype", "D": "int64"}}], "O": [
          {"%": 9, "TT": {"#": "0.t_dtensor", "D": [{"#": "0.t_f32"}, [-1, 2], "NCHW", [], 0]}}]},
      {"#": "1.fetch", "I": [{"%": 9}], "O": [], "A": [
           {"N": "name", "AT": {"#": "0.a_str", "D": "y"}},
           {"N": "col", "AT": {"#": "0.a_i32", "D": 0}}]}
    ]}]}]}})");
}

json& Operations(json& program) { return program["program"]["regions"][0]["blocks"][0]["ops"]; }

std::string Refused(const json& program) {
  return ThrownBy([&] { (void)ReadPir(program.dump()); }).what();
}

TEST(ReadPir, GivesOneNeutralProgram) {
  const auto program = ReadPir(Program().dump());
  EXPECT_EQ(program.version, 1);
  ASSERT_EQ(program.parameters.size(), 1U);  // one value has no record in the parameter file
  EXPECT_EQ(program.parameters[0].name, "w");
  EXPECT_THAT(program.parameters[0].type.dims, ElementsAre(2));
  EXPECT_EQ(program.inputs.at(0).name, "x");
  EXPECT_EQ(program.outputs.at(0).name, "y");
  EXPECT_THAT(program.types.at(program.inputs[0].value).dims, ElementsAre(-1, 4));
  const std::vector<Operator>& ops = program.blocks.at(0).operators;
  ASSERT_EQ(ops.size(), 3U);  // lists are not operators
  EXPECT_EQ(ops[0].type, "softmax");
  EXPECT_EQ(std::get<int64_t>(ops[0].attributes.at("axis")), -1);
  EXPECT_TRUE(ops[1].inputs[1].values.empty());  // left out
  EXPECT_EQ(ops[1].outputs[0].values.size(), 2U);
  EXPECT_THAT(ops[2].inputs[0].values, ElementsAre(ops[1].outputs[0].values[1], "w"));
  EXPECT_THAT(std::get<std::vector<double>>(ops[2].attributes.at("ends")), ElementsAre(0.5));
  EXPECT_TRUE(std::get<std::vector<int64_t>>(ops[2].attributes.at("none")).empty());
  EXPECT_TRUE(std::holds_alternative<NoNumber>(ops[2].attributes.at("value")));
  EXPECT_EQ(std::get<std::string>(ops[2].attributes.at("dtype")), "int64");
}

TEST(ReadPir, RefusesOtherFiles) {
  EXPECT_THAT(ThrownBy([] { (void)ReadPir("{"); }).what(), HasSubstr("not valid JSON"));
  EXPECT_THAT(ThrownBy([] { (void)ReadPir("[1]"); }).what(), HasSubstr("an object"));
  EXPECT_THAT(ThrownBy([] { (void)ReadPir(std::string(100000, '[')); }).what(),
              HasSubstr("levels deep"));
  json program = Program();
  program["base_code"]["magic"] = "ir";
  EXPECT_THAT(Refused(program), HasSubstr("magic"));
  program = Program();
  program["base_code"]["version"] = 5;
  EXPECT_THAT(Refused(program), HasSubstr("version 5"));
  program = Program();
  program["program"]["regions"].push_back(program["program"]["regions"][0]);
  EXPECT_THAT(Refused(program), HasSubstr("one region"));
}

TEST(ReadPir, NamesTheOperationThatIsWrong) {
  json program = Program();
  Operations(program)[3]["I"][0]["%"] = 99;
  EXPECT_THAT(Refused(program), AllOf(HasSubstr("operation 3 ('1.softmax_')"),
                                      HasSubstr("value 99 is used before it is defined")));
  program = Program();  // a cycle
  Operations(program)[3]["I"][0]["%"] = 4;
  EXPECT_THAT(Refused(program), HasSubstr("before it is defined"));
  program = Program();
  Operations(program)[3]["O"][0]["%"] = 3;
  EXPECT_THAT(Refused(program), HasSubstr("defined twice"));
  program = Program();
  Operations(program)[3].erase("O");
  EXPECT_THAT(Refused(program), HasSubstr("key 'O' is missing"));
  program = Program();
  Operations(program)[3]["A"][0]["AT"]["D"] = std::numeric_limits<uint64_t>::max();
  EXPECT_THAT(Refused(program), AllOf(HasSubstr("attribute 'axis'"), HasSubstr("64 bits")));
  program = Program();
  Operations(program)[3]["A"].push_back(Operations(program)[3]["A"][0]);
  EXPECT_THAT(Refused(program), HasSubstr("given twice"));
  program = Program();
  Operations(program)[5]["O"].erase(0);
  EXPECT_THAT(Refused(program), HasSubstr("split into 1 values"));
  program = Program();
  Operations(program)[1]["A"][3] = "w";
  EXPECT_THAT(Refused(program), HasSubstr("two parameters are called 'w'"));
  program = Program();
  Operations(program)[3]["O"][0]["TT"]["D"][0]["#"] = "0.t_c64";
  EXPECT_THAT(Refused(program), HasSubstr("'c64'"));
  program = Program();
  Operations(program)[3]["#"] = "softmax";
  EXPECT_THAT(Refused(program), HasSubstr("not the name of an operation"));
}

TEST(ReadPir, LimitsWhatListsMultiply) {
  json program = Program();
  json& ops = Operations(program);
  for (int i = 0; i < 40000; ++i) ops[6]["I"].push_back({{"%", 7}});
  const json concat = ops[7];
  for (int i = 0; i < 100; ++i) {
    json copy = concat;
    copy["O"][0]["%"] = 100 + i;
    ops.insert(ops.end() - 1, copy);
  }
  EXPECT_THAT(Refused(program), HasSubstr("operands"));
}

}  // namespace
}  // namespace fastdeploy::paddle
