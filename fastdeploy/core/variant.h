// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <variant>

namespace fastdeploy {

/// std::variant whose copies are safe where memory runs out. When the copy of an alternative
/// throws, that of libstdc++ (as of GCC 12) destroys what was not made, if the alternatives are
/// strings and vectors: it takes a variant of those for never without a value.
template <typename... Types>
struct Variant : std::variant<Types...> {
  using std::variant<Types...>::variant;
  Variant() = default;
  Variant(const Variant& other) : std::variant<Types...>(CopyOf(other)) {}
  Variant(Variant&&) noexcept = default;
  Variant& operator=(const Variant& other) {
    if (this != &other) *this = Variant(other);
    return *this;
  }
  Variant& operator=(Variant&&) noexcept = default;
  ~Variant() = default;

 private:
  static std::variant<Types...> CopyOf(const Variant& other) {
    const std::variant<Types...>& base = other;
    return std::visit(
        [](const auto& value) {
          return std::variant<Types...>(std::in_place_type<std::decay_t<decltype(value)>>, value);
        },
        base);
  }
};

}  // namespace fastdeploy
