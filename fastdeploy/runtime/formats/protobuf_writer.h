// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fastdeploy {

/// Writes the fields of one protobuf message (https://protobuf.dev/programming-guides/encoding),
/// one after another. A sub-message is written by a writer of its own, then added.
class ProtobufWriter {
 public:
  /// int32, int64, bool and enum fields; negative numbers take ten bytes, as the encoding demands.
  void Number(uint32_t field, int64_t value);
  void Float(uint32_t field, float value);
  /// Strings, and sub-messages.
  void Bytes(uint32_t field, std::string_view bytes);
  void Message(uint32_t field, const ProtobufWriter& message) { Bytes(field, message.bytes_); }

  [[nodiscard]] std::string Take() && { return std::move(bytes_); }

 private:
  void Varint(uint64_t value);
  void Key(uint32_t field, uint32_t wire_type) { Varint((uint64_t{field} << 3) | wire_type); }

  std::string bytes_;
};

}  // namespace fastdeploy
