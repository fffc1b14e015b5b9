// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace fastdeploy {

/// Memory up to this many bytes is kept for the next use, whatever that needs.
inline constexpr size_t kKeptBytes = size_t{32} << 20;
/// So many uses after each other have to need less than a quarter before more is given back.
inline constexpr int kSmallUses = 8;

/// Notes a use of reused memory: `held` bytes, of which `needed` were needed. `small_uses` counts
/// for it. Returns true, once, if the memory is out of proportion: it was made for something
/// exceptionally large, and the uses since then needed far less.
inline bool OutOfProportion(size_t held, size_t needed, int* small_uses) {
  *small_uses = held > kKeptBytes && needed < held / 4 ? *small_uses + 1 : 0;
  if (*small_uses < kSmallUses) return false;
  *small_uses = 0;
  return true;
}

}  // namespace fastdeploy
