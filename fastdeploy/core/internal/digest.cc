// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/digest.h"

#include <fmt/format.h>

#include <memory>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace fastdeploy {

std::string Digest(std::span<const std::string_view> parts) {
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(),
                                                                       XXH3_freeState);
  XXH3_128bits_reset(state.get());
  for (const std::string_view part : parts) {
    const uint64_t size = part.size();  // so that {"ab", "c"} and {"a", "bc"} differ
    XXH3_128bits_update(state.get(), &size, sizeof(size));
    XXH3_128bits_update(state.get(), part.data(), part.size());
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace fastdeploy
