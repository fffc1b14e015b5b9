// SPDX-License-Identifier: Apache-2.0
//
// Damaged programs of both formats: whatever is wrong with them is an Error, never a crash, and
// never takes unbounded memory.

#include <random>

#include "fastdeploy/runtime.h"
#include "fastdeploy/runtime/formats/onnx/translate.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using testing::ModelPath;
using testing::ReadBytes;

class Mutation {
 public:
  explicit Mutation(unsigned seed) : random_(seed) {}

  unsigned Below(size_t count) { return static_cast<unsigned>(random_() % count); }

  /// Replaces, inserts or removes bytes, or cuts off the end.
  void Bytes(std::string* text) {
    const size_t at = Below(text->size());
    switch (Below(4)) {
      case 0:
        (*text)[at] = static_cast<char>(random_());
        break;
      case 1:
        text->resize(at + 1);
        break;
      case 2:
        text->insert(at, std::string(1 + Below(9), static_cast<char>(random_())));
        break;
      default:
        text->erase(at, 1 + Below(9));
        if (text->empty()) *text = "x";
    }
  }

  /// Replaces, repeats or removes a part of the tree, chosen by a walk from the root.
  void Tree(json* root) {
    json* node = root;
    while (node->is_structured() && !node->empty() && Below(12) != 0) {
      auto child = node->begin();
      std::advance(child, Below(node->size()));
      node = &*child;
    }
    if (node->is_structured() && !node->empty() && Below(2) == 0) {
      auto child = node->begin();
      std::advance(child, Below(node->size()));
      if (node->is_array() && Below(2) == 0) {
        node->push_back(json(*child));
      } else {
        node->erase(child);
      }
    } else {
      *node = Value();
    }
  }

 private:
  json Value() {
    switch (Below(12)) {
      case 0:
        return nullptr;
      case 1:
        return 1e300;
      case 2:
        return int64_t(random_()) << Below(40);
      case 3:
        return -1;
      case 4:
        return json::array();
      case 5:
        return json::object();
      case 6:
        return Below(2) == 0;
      case 7:
        return "1.relu";
      case 8:
        return {1, 2, 3};
      case 9:
        return 0.5;
      default:
        return Below(9);
    }
  }

  std::mt19937 random_;
};

/// Whether the program is refused.
bool IsRefused(const std::string& program, const std::string& params) {
  try {
    (void)TranslateToOnnx(paddle::ReadProgram(program), params, WeightPlace::kNodes);
    return false;
  } catch (const Error&) {
    return true;
  }
}

class FuzzProgram : public ::testing::TestWithParam<std::string> {};

TEST_P(FuzzProgram, BytesOfANetwork) {
  const std::string network = ReadBytes(ModelPath("pplcnet_x0_25/" + GetParam()));
  const std::string params = ReadBytes(ModelPath("pplcnet_x0_25/inference.pdiparams"));
  Mutation mutation(1);
  int refused = 0;
  for (int round = 0; round < 200; ++round) {
    std::string damaged = network;
    for (unsigned change = 0; change <= mutation.Below(4); ++change) mutation.Bytes(&damaged);
    refused += IsRefused(damaged, params) ? 1 : 0;
  }
  EXPECT_GT(refused, 100);
}

INSTANTIATE_TEST_SUITE_P(Formats, FuzzProgram,
                         ::testing::Values("inference.pdmodel", "inference.json"),
                         [](const auto& row) { return row.param.substr(row.param.size() - 4); });

/// Calls with every fifth case of this format: its program and its parameters.
template <typename Call>
void ForEachCase(const char* format, Call call) {
  size_t number = 0;
  for (const auto& [name, one] : testing::OperatorCases().items()) {
    if (!one.contains(format) || number++ % 5 != 0) continue;
    SCOPED_TRACE(name);
    call(one[format]["program"].template get<std::string>(),
         testing::DecodeBase64(one[format]["weights"]));
  }
}

TEST(FuzzRules, BytesOfOldPrograms) {
  Mutation mutation(2);
  int refused = 0;
  int rounds = 0;
  ForEachCase("pdmodel", [&](const std::string& text, const std::string& params) {
    const std::string program = testing::DecodeBase64(text);
    for (int round = 0; round < 20; ++round, ++rounds) {
      std::string damaged = program;
      for (unsigned change = 0; change <= mutation.Below(3); ++change) mutation.Bytes(&damaged);
      refused += IsRefused(damaged, params) ? 1 : 0;
    }
  });
  EXPECT_GT(refused, rounds / 4);
  EXPECT_LT(refused, rounds);  // some damage has no effect
}

TEST(FuzzRules, TreesOfPirPrograms) {
  Mutation mutation(2);
  int refused = 0;
  int rounds = 0;
  ForEachCase("pir", [&](const std::string& text, const std::string& params) {
    const json program = json::parse(text);
    for (int round = 0; round < 20; ++round, ++rounds) {
      json damaged = program;
      for (unsigned change = 0; change <= mutation.Below(3); ++change) mutation.Tree(&damaged);
      refused += IsRefused(damaged.dump(), params) ? 1 : 0;
    }
  });
  EXPECT_GT(refused, rounds / 4);
  EXPECT_LT(refused, rounds);  // some damage has no effect
}

TEST(FuzzRules, WhatIsTranslatedLoadsOrIsAnError) {
  Mutation mutation(3);
  int loaded = 0;
  ForEachCase("pir", [&](const std::string& text, const std::string& params) {
    if (!params.empty()) return;
    json damaged = json::parse(text);
    mutation.Tree(&damaged);
    RuntimeOption option;
    option.SetModelBuffer(damaged.dump());
    try {
      loaded += Runtime::Load(option).Initialized() ? 1 : 0;
    } catch (const Error&) {
      return;
    }
  });
  EXPECT_GT(loaded, 10);
}

}  // namespace
}  // namespace fastdeploy
