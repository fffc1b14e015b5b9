// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace fastdeploy::vision {

/// A string literal as a template argument.
template <size_t Size>
struct Literal {
  consteval Literal(const char (&text)[Size]) { std::copy_n(text, Size, chars); }
  char chars[Size];
};

/// A class of its own for one of the names under which 1.x offers `Base`, so that programs can
/// declare it in advance and overload functions for it. It behaves as Base does and differs from it
/// in its type and its ModelName():
///
///   class PicoDet : public NamedModel<PicoDet, PPDetBase, "PicoDet"> {
///     using NamedModel::NamedModel;
///   };
template <typename Self, typename Base, Literal kText>
class NamedModel : public Base {
 public:
  using Base::Base;
  NamedModel() = default;
  explicit NamedModel(Base model) : Base(std::move(model)) {}

  /// Base's Load functions. Throw Error.
  template <typename... Arguments>
  static Self Load(const std::string& path, Arguments&&... arguments) {
    return Self(Base::Load(path, std::forward<Arguments>(arguments)...));
  }

  [[nodiscard]] std::string ModelName() const override { return kText.chars; }

 protected:
  [[nodiscard]] NamedModel* NewClone() const override {
    return new Self(static_cast<const Self&>(*this));
  }
};

}  // namespace fastdeploy::vision
