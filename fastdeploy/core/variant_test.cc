// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/variant.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fastdeploy {
namespace {

using Value = Variant<bool, std::string, std::vector<int>>;

TEST(Variant, IsCopiedWithItsAlternative) {
  const Value text = "a text that is too long to be inside of the object";
  const Value copy = text;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_EQ(std::get<std::string>(copy), std::get<std::string>(text));
  Value other = true;
  other = copy;
  EXPECT_EQ(other, text);
  const Value moved = std::move(other);
  EXPECT_EQ(moved, text);
  EXPECT_TRUE(std::holds_alternative<std::vector<int>>(Value(std::vector<int>{1, 2})));
}

/// A string whose copies run out of memory.
template <typename T>
struct Scarce : std::allocator<T> {
  static inline bool none = false;
  template <typename U>
  struct rebind {  // NOLINT(readability-identifier-naming): the standard's name
    using other = Scarce<U>;
  };
  Scarce() = default;
  template <typename U>
  explicit Scarce(const Scarce<U>& /*other*/) {}
  T* allocate(size_t count) {  // NOLINT(readability-identifier-naming)
    if (none) throw std::bad_alloc();
    return std::allocator<T>::allocate(count);
  }
};

TEST(Variant, SurvivesACopyWithoutMemory) {
  using Numbers = std::vector<int, Scarce<int>>;
  using Scarcely = Variant<std::string, Numbers>;
  const Scarcely value = Numbers{1, 2, 3};
  Scarce<int>::none = true;
  EXPECT_THROW(Scarcely{value}, std::bad_alloc);
  Scarcely other = std::string("kept");
  EXPECT_THROW(other = value, std::bad_alloc);
  EXPECT_EQ(std::get<std::string>(other), "kept");
  Scarce<int>::none = false;
}

}  // namespace
}  // namespace fastdeploy
