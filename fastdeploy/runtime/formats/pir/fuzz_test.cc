// SPDX-License-Identifier: Apache-2.0
//
// Damaged programs of Paddle 3: whatever is wrong with them is an Error, never a crash, and never
// takes unbounded memory.

#include <random>

#include "fastdeploy/runtime.h"
#include "fastdeploy/runtime/formats/pir/translate.h"
#include "tests/testing/testing.h"

namespace fastdeploy {
namespace {

using nlohmann::json;
using testing::Golden;
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

TEST(FuzzPir, BytesOfANetwork) {
  const std::string network = ReadBytes(ModelPath("pplcnet_x0_25/inference.json"));
  Mutation mutation(1);
  int refused = 0;
  for (int round = 0; round < 200; ++round) {
    std::string damaged = network;
    for (unsigned change = 0; change <= mutation.Below(4); ++change) mutation.Bytes(&damaged);
    try {
      (void)TranslatePir(damaged);
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(FuzzPir, TreesOfSmallPrograms) {
  const json cases = Golden("pir/operations.json")["cases"];
  Mutation mutation(2);
  int refused = 0;
  int rounds = 0;
  for (const auto& [name, value] : cases.items()) {
    for (int round = 0; round < 20; ++round, ++rounds) {
      json damaged = value["program"];
      for (unsigned change = 0; change <= mutation.Below(3); ++change) mutation.Tree(&damaged);
      try {
        (void)TranslatePir(damaged.dump());
      } catch (const Error&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, rounds / 4);
  EXPECT_LT(refused, rounds);  // some damage has no effect
}

TEST(FuzzPir, WhatIsTranslatedLoadsOrIsAnError) {
  const json cases = Golden("pir/operations.json")["cases"];
  Mutation mutation(3);
  int loaded = 0;
  for (const auto& [name, value] : cases.items()) {
    if (!value["parameters"].get<std::string>().empty()) continue;
    for (int round = 0; round < 2; ++round) {
      json damaged = value["program"];
      mutation.Tree(&damaged);
      RuntimeOption option;
      option.SetModelBuffer(damaged.dump());
      try {
        loaded += Runtime::Load(option).Initialized() ? 1 : 0;
      } catch (const Error&) {
        continue;
      }
    }
  }
  EXPECT_GT(loaded, 10);
}

}  // namespace
}  // namespace fastdeploy
