// What the base kernels of attention share: tiles of 64 rows in shared memory, and products of them by a warp.
//
// A block of 4 warps owns a tile of one side, and each warp 16 rows of it. Tiles of the other side pass through two
// buffers: while one is computed with, the next is on its way.
#pragma once
#include "attention_general.cuh"

namespace ligature {

constexpr uint32_t kTileThreads = 128;
constexpr int kWarpRows = 16;
constexpr int kPairBlocks = kTile / 8;  // blocks of 8 columns in the pairs of a warp

static_assert(kTileThreads == kGeneralThreads, "a tile that is computed again is so by the same block");

// A tile [64, kHeadDim] of 16-bit elements. Chunks of 16 bytes stand at places that depend on the row, so that the 8
// rows that ldmatrix reads at once lie in different banks.
template <int kHeadDim>
struct SharedTile {
  static constexpr int kChunks = kHeadDim / 8;
  static constexpr int kBytes = kTile * kHeadDim * 2;

  LIG_DEVICE static int offset(int row, int chunk) { return row * kHeadDim * 2 + (chunk ^ (row & 7)) * 16; }
};

// Starts to copy `rows` rows of one head from a tensor [n, heads, kHeadDim], from row `first` on. What is missing of
// 64 becomes 0.
template <class Element, int kHeadDim>
LIG_DEVICE void copy_tile(char* to, const void* tensor, int64_t first, int rows, int32_t heads, int32_t head) {
  using Tile = SharedTile<kHeadDim>;
  const auto* from = static_cast<const Element*>(tensor);
  LIG_UNROLL for (int i = static_cast<int>(thread_index()); i < kTile * Tile::kChunks; i += kTileThreads) {
    const int row = i / Tile::kChunks;
    const int chunk = i % Tile::kChunks;
    const bool inside = row < rows;
    copy_async(to + Tile::offset(row, chunk),
               from + ((first + (inside ? row : 0)) * heads + head) * kHeadDim + chunk * 8, inside);
  }
}

// Where in a warp a thread is.
struct Lane {
  int warp, lane, group, pair;
  LIG_DEVICE Lane()
      : warp(static_cast<int>(thread_index() / kWarpSize)),
        lane(static_cast<int>(thread_index() % kWarpSize)),
        group(lane / 4),
        pair(lane % 4 * 2) {}

  // Of the two rows of the warp that this thread holds results of.
  LIG_DEVICE int row(int half) const { return warp * kWarpRows + group + 8 * half; }
};

// Fragments of the warp's 16 rows of a tile, columns [16 step, 16 step + 16): A of a product.
template <int kHeadDim>
LIG_DEVICE void load_rows(uint32_t (&a)[4], const char* tile, int step, const Lane& at) {
  load_matrices<false>(
      a, tile + SharedTile<kHeadDim>::offset(at.warp * kWarpRows + (at.lane & 15), 2 * step + (at.lane >> 4)));
}

// s += (the rows of `a`) x (rows [first_row, first_row + 8 kBlocks) of the tile), over 16 of the columns.
template <class Element, int kHeadDim, int kBlocks>
LIG_DEVICE void multiply_rows(float (&s)[kBlocks][4], const uint32_t (&a)[4], const char* tile, int step, int first_row,
                              const Lane& at) {
  LIG_UNROLL for (int block = 0; block < kBlocks; block += 2) {
    uint32_t b[4];
    load_matrices<false>(
        b, tile + SharedTile<kHeadDim>::offset(first_row + block * 8 + (at.lane & 7) + ((at.lane >> 4) << 3),
                                               2 * step + ((at.lane >> 3) & 1)));
    multiply_add<Element>(s[block], a, b[0], b[1]);
    multiply_add<Element>(s[block + 1], a, b[2], b[3]);
  }
}

// The pairs of columns [16 step, 16 step + 16), rounded, as A of a product.
template <class Element, int kBlocks>
LIG_DEVICE void round_pairs(uint32_t (&a)[4], const float (&s)[kBlocks][4], int step) {
  a[0] = pack<Element>(s[2 * step][0], s[2 * step][1]);
  a[1] = pack<Element>(s[2 * step][2], s[2 * step][3]);
  a[2] = pack<Element>(s[2 * step + 1][0], s[2 * step + 1][1]);
  a[3] = pack<Element>(s[2 * step + 1][2], s[2 * step + 1][3]);
}

// sums [16 rows, kHeadDim] += (the pairs of `a`) x (rows [first_row, first_row + 16) of the tile).
template <class Element, int kHeadDim>
LIG_DEVICE void multiply_columns(float (&sums)[kHeadDim / 8][4], const uint32_t (&a)[4], const char* tile,
                                 int first_row, const Lane& at) {
  LIG_UNROLL for (int block = 0; block < kHeadDim / 8; block += 2) {
    uint32_t b[4];
    load_matrices<true>(b, tile + SharedTile<kHeadDim>::offset(first_row + (at.lane & 15), block + (at.lane >> 4)));
    multiply_add<Element>(sums[block], a, b[0], b[1]);
    multiply_add<Element>(sums[block + 1], a, b[2], b[3]);
  }
}

// Which columns of an entry the two rows of a thread keep.
struct KeptPairs {
  uint64_t words[2];

  LIG_DEVICE KeptPairs(const TileList& list, int64_t e, int count, const Lane& at) {
    LIG_UNROLL for (int half = 0; half < 2; ++half) words[half] = kept_columns(list, e, at.row(half), count);
  }

  // Of result `i` of the block of 8 columns that begins at `column`.
  LIG_DEVICE bool keeps(int column, int i, const Lane& at) const {
    return words[i / 2] >> (column + at.pair + i % 2) & 1;
  }
};

LIG_DEVICE bool is_finite(float x) { return fabsf(x) <= 3.402823466e38f; }

// 0 where all sums are finite. A NaN or infinity among the elements of a pair that the mask drops makes the sum of a
// row that does not keep it a NaN, as 0 x NaN is one: such a tile is computed again, pair by pair.
template <int kBlocks>
LIG_DEVICE bool any_not_finite(const float (&sums)[kBlocks][4]) {
  bool bad = false;
  LIG_UNROLL for (int block = 0; block < kBlocks; ++block) {
    LIG_UNROLL for (int i = 0; i < 4; ++i) bad = bad || !is_finite(sums[block][i]);
  }
  return bad;
}

// Writes the thread's two rows of sums, each times its factor, to a tensor [n, heads, kHeadDim].
template <class Element, int kHeadDim>
LIG_DEVICE void write_rows(void* tensor, const float (&sums)[kHeadDim / 8][4], const float (&factors)[2], int64_t first,
                           int rows, int32_t heads, int32_t head, const Lane& at) {
  LIG_UNROLL for (int half = 0; half < 2; ++half) {
    if (at.row(half) >= rows) continue;
    Element* row = static_cast<Element*>(tensor) + ((first + at.row(half)) * heads + head) * kHeadDim;
    LIG_UNROLL for (int block = 0; block < kHeadDim / 8; ++block) {
      const uint32_t word =
          pack<Element>(sums[block][half * 2] * factors[half], sums[block][half * 2 + 1] * factors[half]);
      *reinterpret_cast<uint32_t*>(row + block * 8 + at.pair) = word;
    }
  }
}

constexpr float kLog2E = 1.44269504f;
constexpr float kLn2 = 0.693147181f;

}  // namespace ligature
