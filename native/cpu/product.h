// The one matrix product of all kernels: a few rows of C in registers, B row by row, A one number at a time.
//   C [kRows, columns] = start + A [kRows, depth] x B [depth, columns]
// Included once by each engine, which says how many vectors of a row of C its registers hold (LIG_COLUMN_VECS).
#pragma once
#include "vec.h"

namespace ligature {
namespace {

// A tile is walked in groups of six rows and what is left in fours, twos and ones.
constexpr int kMostRows = 6;

// Where A's element (row, k) stands: a[row * 64 + k], or a[k * 64 + row].
enum class Order { kRowMajor, kColumnMajor };

// What C begins with: 0, itself, or itself times factor[row].
enum class Start { kZero, kAdd, kScale };

template <int kRows, int kVecs, Order kOrder, Start kStart>
void product_block(float* c, int64_t c_stride, const float* a, const float* b, int64_t b_stride, int depth,
                   const float* factor) {
  Vec sum[kRows][kVecs];
  LIG_UNROLL
  for (int r = 0; r < kRows; ++r) {
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) {
      sum[r][v] = kStart == Start::kZero ? Vec{} : load(c + r * c_stride + v * kLanes);
      if (kStart == Start::kScale) sum[r][v] *= factor[r];
    }
  }
  for (int k = 0; k < depth; ++k) {
    Vec row[kVecs];
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) {
      row[v] = load(b + k * b_stride + v * kLanes);
      hold(row[v]);
    }
    LIG_UNROLL
    for (int r = 0; r < kRows; ++r) {
      const Vec x = broadcast(a[kOrder == Order::kRowMajor ? r * kTile + k : k * kTile + r]);
      LIG_UNROLL
      for (int v = 0; v < kVecs; ++v) sum[r][v] += x * row[v];
    }
  }
  LIG_UNROLL
  for (int r = 0; r < kRows; ++r) {
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) store(c + r * c_stride + v * kLanes, sum[r][v]);
  }
}

// C has `vecs` vectors in a row. They are cut evenly: 5 is 3 + 2, not 4 + 1, as a narrow block cannot keep the
// multipliers busy.
template <int kRows, Order kOrder, Start kStart>
void product(float* c, int64_t c_stride, const float* a, const float* b, int64_t b_stride, int vecs, int depth,
             const float* factor = nullptr) {
  int blocks = (vecs + LIG_COLUMN_VECS - 1) / LIG_COLUMN_VECS;
  while (vecs > 0) {
    const int width = (vecs + blocks - 1) / blocks;
    switch (width) {
      case 1:
        product_block<kRows, 1, kOrder, kStart>(c, c_stride, a, b, b_stride, depth, factor);
        break;
      case 2:
        product_block<kRows, 2, kOrder, kStart>(c, c_stride, a, b, b_stride, depth, factor);
        break;
#if LIG_COLUMN_VECS > 2
      case 3:
        product_block<kRows, 3, kOrder, kStart>(c, c_stride, a, b, b_stride, depth, factor);
        break;
      case 4:
        product_block<kRows, 4, kOrder, kStart>(c, c_stride, a, b, b_stride, depth, factor);
        break;
#endif
    }
    c += width * kLanes;
    b += width * kLanes;
    vecs -= width;
    --blocks;
  }
}

// One row of C plus a[k] * b[k] over the set bits k of `word`: for tiles in which a masked pair's 0 would meet a
// NaN or an infinity in B.
inline void product_kept(float* c, const float* a, uint64_t word, const float* b, int64_t b_stride, int vecs) {
  for (; word != 0; word &= word - 1) {
    const int k = __builtin_ctzll(word);
    for (int v = 0; v < vecs; ++v) {
      store(c + v * kLanes, load(c + v * kLanes) + a[k] * load(b + k * b_stride + v * kLanes));
    }
  }
}

// Calls body.template run<n>(row) over groups of rows that cover [0, rows).
template <class Body>
void for_row_groups(int rows, const Body& body) {
  int row = 0;
  for (; rows - row >= 6; row += 6) body.template run<6>(row);
  if (rows - row >= 4) body.template run<4>(row), row += 4;
  if (rows - row >= 2) body.template run<2>(row), row += 2;
  if (rows - row >= 1) body.template run<1>(row);
}

}  // namespace
}  // namespace ligature
