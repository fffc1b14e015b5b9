// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/runtime/formats/protobuf_writer.h"

#include <bit>

namespace fastdeploy {
namespace {

enum WireType : uint8_t { kVarint = 0, kBytes = 2, kFixed32 = 5 };

}  // namespace

void ProtobufWriter::Varint(uint64_t value) {
  while (value >= 0x80) {
    bytes_ += static_cast<char>((value & 0x7F) | 0x80);
    value >>= 7;
  }
  bytes_ += static_cast<char>(value);
}

void ProtobufWriter::Number(uint32_t field, int64_t value) {
  Key(field, kVarint);
  Varint(static_cast<uint64_t>(value));
}

void ProtobufWriter::Float(uint32_t field, float value) {
  Key(field, kFixed32);
  const auto bits = std::bit_cast<uint32_t>(value);
  for (unsigned shift = 0; shift < 32; shift += 8) bytes_ += static_cast<char>(bits >> shift);
}

void ProtobufWriter::Bytes(uint32_t field, std::string_view bytes) {
  Key(field, kBytes);
  Varint(bytes.size());
  bytes_ += bytes;
}

}  // namespace fastdeploy
