// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/digest.h"

#include <fmt/format.h>

#include <memory>

#include "fastdeploy/core/internal/mapped_file.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace fastdeploy {
namespace {

class Hash {
 public:
  Hash() { XXH3_128bits_reset(state_.get()); }
  void Add(std::string_view bytes) {
    XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
  }
  void Add(uint64_t number) { XXH3_128bits_update(state_.get(), &number, sizeof(number)); }
  [[nodiscard]] std::string Text() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

 private:
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state_ = {XXH3_createState(),
                                                                     XXH3_freeState};
};

}  // namespace

std::string Digest(std::span<const std::string_view> parts) {
  Hash hash;
  for (const std::string_view part : parts) {
    hash.Add(uint64_t{part.size()});  // so that {"ab", "c"} and {"a", "bc"} differ
    hash.Add(part);
  }
  return hash.Text();
}

std::string DigestOfFile(const std::string& path) {
  Hash hash;
  uint64_t size = 0;
  ReadFile(path, [&](std::string_view part) {
    hash.Add(part);
    size += part.size();
  });
  hash.Add(size);
  return hash.Text();
}

}  // namespace fastdeploy
