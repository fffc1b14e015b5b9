// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fastdeploy {

/// One field of a protobuf message: a number, or bytes (strings, sub-messages, packed arrays).
struct ProtobufField {
  uint32_t number = 0;
  uint64_t value = 0;      ///< varint and fixed-width fields
  std::string_view bytes;  ///< length-delimited fields
  bool is_bytes = false;
};

/// Reads the fields of one protobuf message (https://protobuf.dev/programming-guides/encoding)
/// without a schema, and never beyond its end.
class ProtobufReader {
 public:
  explicit ProtobufReader(std::string_view message) : rest_(message) {}

  /// The next field; nothing at the end. Throws Error (kInvalidFile) if the bytes are truncated or
  /// not a protobuf message.
  std::optional<ProtobufField> Next();

  /// For packed arrays, which are numbers without keys.
  [[nodiscard]] bool AtEnd() const { return rest_.empty(); }
  /// How many bytes are left.
  [[nodiscard]] size_t Rest() const { return rest_.size(); }
  uint64_t Varint();

 private:
  std::string_view Take(uint64_t count);

  std::string_view rest_;
};

/// Calls `call` with each field of a message.
template <typename Call>
void ForEachField(std::string_view message, Call call) {
  ProtobufReader reader(message);
  while (const auto field = reader.Next()) call(*field);
}

}  // namespace fastdeploy
