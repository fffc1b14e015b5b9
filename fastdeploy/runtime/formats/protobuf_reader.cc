// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/protobuf_reader.h"

#include "fastdeploy/core/error.h"

namespace fastdeploy {
namespace {

enum WireType : uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

[[noreturn]] void Fail(const char* reason) { throw Error(ErrorKind::kInvalidFile, reason); }

uint64_t LittleEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    value |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return value;
}

}  // namespace

uint64_t ProtobufReader::Varint() {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(Take(1)[0]);
    value |= uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return value;
  }
  Fail("not a protobuf message (a number with more than 64 bits)");
}

std::string_view ProtobufReader::Take(uint64_t count) {
  if (count > rest_.size()) Fail("truncated: a field extends beyond the end");
  const std::string_view taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

std::optional<ProtobufField> ProtobufReader::Next() {
  if (rest_.empty()) return std::nullopt;
  const uint64_t key = Varint();
  ProtobufField field;
  field.number = static_cast<uint32_t>(key >> 3);
  if (field.number == 0) Fail("not a protobuf message (field number 0)");
  switch (key & 7U) {
    case kVarint:
      field.value = Varint();
      break;
    case kFixed64:
      field.value = LittleEndian(Take(8));
      break;
    case kFixed32:
      field.value = LittleEndian(Take(4));
      break;
    case kBytes:
      field.bytes = Take(Varint());
      field.is_bytes = true;
      break;
    default:
      Fail("not a protobuf message (unknown wire type)");
  }
  return field;
}

}  // namespace fastdeploy
