// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace fastdeploy::fuzz {

/// Choices made by the bytes of an input. After its end they are zeros.
class Bytes {
 public:
  explicit Bytes(std::string_view input) : rest_(input) {}

  std::string_view Take(size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  template <typename T>
  T Number() {
    T number = {};
    const std::string_view taken = Take(sizeof(T));
    std::memcpy(&number, taken.data(), taken.size());
    return number;
  }
  /// 0 to bound - 1.
  size_t Below(size_t bound) { return Number<uint8_t>() % bound; }
  bool Bool() { return Below(2) == 1; }
  template <typename T>
  T Of(std::initializer_list<T> choices) {
    return choices.begin()[Below(choices.size())];
  }
  [[nodiscard]] bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// An input of several parts, each preceded by its length in four bytes. Missing parts are empty.
inline std::string Join(const std::vector<std::string>& parts) {
  std::string input;
  for (const std::string& part : parts) {
    const auto length = static_cast<uint32_t>(part.size());
    input.append(reinterpret_cast<const char*>(&length), sizeof(length));
    input += part;
  }
  return input;
}

inline std::vector<std::string> Split(std::string_view input, size_t count) {
  Bytes bytes(input);
  std::vector<std::string> parts;
  while (parts.size() < count) parts.emplace_back(bytes.Take(bytes.Number<uint32_t>()));
  return parts;
}

}  // namespace fastdeploy::fuzz
