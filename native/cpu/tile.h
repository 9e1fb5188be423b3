// Tiles as the kernels find them: which pairs are kept, and where the rows of a tensor lie.
// Included once by each engine.
#pragma once
#include "vec.h"

namespace ligature {
namespace {

constexpr int kBytesOfLine = 64;

// Chunks of tile `tile` when there are `n` in all.
LIG_INLINE int chunks_in_tile(int64_t tile, int64_t n) {
  const int64_t left = n - tile * kTile;
  return left < kTile ? static_cast<int>(left) : kTile;
}

LIG_INLINE uint64_t first_bits(int count) { return count == kTile ? ~uint64_t{0} : (uint64_t{1} << count) - 1; }

// Rows are padded to whole vectors.
LIG_INLINE int row_vecs(int32_t head_dim) { return (head_dim + kLanes - 1) / kLanes; }
LIG_INLINE int64_t row_floats(int32_t head_dim) { return int64_t{row_vecs(head_dim)} * kLanes; }

// The kept pairs of one tile. Where `masked` is false every pair counts and `words` is not set.
struct KeptPairs {
  uint64_t words[kTile];
  bool masked;
};

// Vector `vec` of row `row` of a tile, 0 where the pair is not kept, whatever stood there; where `words` do not count,
// the vector itself.
template <bool kMasked>
LIG_INLINE Vec only_kept(Vec value, const uint64_t* words, int row, int vec) {
  if constexpr (kMasked) return kept_lanes(words[row], vec) ? value : Vec{};
  return value;
}

// The columns that a group of rows needs: bits [begin, end) and the vectors that hold them. Whole columns before
// and after, as the upper half of a causal tile, cost nothing.
struct Span {
  int begin;
  int end;
  int first_vec;
  int vecs;
};

// Pairs of entry e of a list, of its `columns` set bits.
LIG_INLINE void find_kept(KeptPairs& kept, const TileList& list, int64_t e, uint64_t columns) {
  const int32_t id = list.tile_masks[e];
  kept.masked = id != LIG_FULL_TILE || columns != ~uint64_t{0};
  if (!kept.masked) return;
  for (int r = 0; r < kTile; ++r) {
    kept.words[r] = id == LIG_FULL_TILE ? columns : list.masks[int64_t{id} * kTile + r] & columns;
  }
}

constexpr Span kWholeSpan = {0, kTile, 0, kTileVecs};

template <int kRows>
LIG_INLINE Span find_span(const KeptPairs& kept, int row) {
  uint64_t any = 0;
  for (int r = 0; r < kRows; ++r) any |= kept.words[row + r];
  if (any == 0) return {0, 0, 0, 0};
  const int begin = __builtin_ctzll(any);
  const int end = kTile - __builtin_clzll(any);
  const int first_vec = begin / kLanes;
  return {begin, end, first_vec, (end + kLanes - 1) / kLanes - first_vec};
}

// Asks for rows that are wanted soon, `stride` apart: lines so far apart the processor does not foresee. They go to the
// second-level cache, as the first is busy with what runs now.
template <class Element>
void fetch_rows(const Element* at, int64_t stride, int rows, int32_t head_dim) {
  constexpr int kOfLine = kBytesOfLine / sizeof(Element);
  for (int r = 0; r < rows; ++r, at += stride) {
    for (int32_t x = 0; x < head_dim; x += kOfLine) __builtin_prefetch(at + x, 0, 2);
  }
}

// out [head_dim] = factor * in.
template <class Element>
void write_row(Element* out, const float* in, int32_t head_dim, float factor) {
  int32_t x = 0;
  for (; x + kLanes <= head_dim; x += kLanes) store(out + x, factor * load(in + x));
  if (x < head_dim) store_first(out + x, factor * load(in + x), head_dim - x);
}

// `hold` hides that this is memset, which a compiler would call: for sizes like these it takes longer to start than
// to run.
inline void clear(float* out, int64_t floats) {
  Vec zero = {};
  hold(zero);
  for (int64_t i = 0; i < floats; i += kLanes) store(out + i, zero);
}

LIG_INLINE int64_t query_offset(const AttentionInputs& in, int64_t query, int32_t head) {
  return (query * in.num_heads + head) * in.head_dim;
}
LIG_INLINE int64_t key_offset(const AttentionInputs& in, int64_t key, int32_t kv_head) {
  return (key * in.num_kv_heads + kv_head) * in.head_dim;
}
LIG_INLINE int64_t query_stride(const AttentionInputs& in) { return int64_t{in.num_heads} * in.head_dim; }
LIG_INLINE int64_t key_stride(const AttentionInputs& in) { return int64_t{in.num_kv_heads} * in.head_dim; }
LIG_INLINE int32_t kv_head_of(const AttentionInputs& in, int32_t head) {
  return head / (in.num_heads / in.num_kv_heads);
}

}  // namespace
}  // namespace ligature
