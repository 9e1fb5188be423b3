// How kernels read a block mask.
#pragma once
#include "primitives.h"

namespace ligature {

constexpr int32_t kFullTile = -1;  // LIG_FULL_TILE

// Chunks of tile `tile` when there are `n` in all.
LIG_DEVICE int chunks_in_tile(int64_t tile, int64_t n) {
  const int64_t left = n - tile * kTile;
  return left < kTile ? static_cast<int>(left) : kTile;
}

// Which of `count` columns row `row` of entry `e` keeps, one bit each.
LIG_DEVICE uint64_t kept_columns(const TileList& list, int64_t e, int row, int count) {
  const uint64_t all = count == kTile ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
  if (list.tile_masks[e] == kFullTile) return all;
  return list.masks[int64_t{list.tile_masks[e]} * kTile + row] & all;
}

LIG_DEVICE int64_t query_offset(const AttentionInputs& in, int64_t query, int32_t head) {
  return (query * in.num_heads + head) * in.head_dim;
}

LIG_DEVICE int64_t key_offset(const AttentionInputs& in, int64_t key, int32_t kv_head) {
  return (key * in.num_kv_heads + kv_head) * in.head_dim;
}

}  // namespace ligature
