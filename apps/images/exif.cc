// SPDX-License-Identifier: Apache-2.0
#include "apps/images/exif.h"

#include "apps/images/bytes.h"
#include "fastdeploy/core/error.h"

namespace fastdeploy::images {
namespace {

int Orientation(const Bytes& block) {
  constexpr uint32_t kTag = 0x0112;
  constexpr uint32_t kShort = 3;
  constexpr size_t kEntry = 12;
  const std::string_view order = block.Part(0, 2);
  if (order != "II" && order != "MM") return 1;
  const bool big = order == "MM";
  const auto two = [&](size_t at) { return big ? block.Big16(at) : block.Little16(at); };
  const size_t directory = big ? block.Big32(4) : block.Little32(4);
  const size_t count = two(directory);
  for (size_t i = 0; i < count; ++i) {
    const size_t entry = directory + 2 + kEntry * i;
    if (two(entry) != kTag || two(entry + 2) != kShort) continue;
    const uint32_t value = two(entry + 8);
    return value >= 1 && value <= 8 ? int(value) : 1;
  }
  return 1;
}

}  // namespace

int ExifOrientation(std::string_view block) {
  constexpr std::string_view kPrefix("Exif\0\0", 6);
  if (block.starts_with(kPrefix)) block.remove_prefix(kPrefix.size());
  try {
    return Orientation(Bytes(block, "Exif"));
  } catch (const Error&) {
    return 1;
  }
}

}  // namespace fastdeploy::images
