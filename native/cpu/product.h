// The one matrix product of all kernels: a few rows of C in registers, B row by row, A one factor at a time.
//   C [kRows, columns] = start + A [kRows, steps] x B [steps, columns]
// Included once by each engine, which says how many vectors of a row of C its registers hold (LIG_COLUMN_VECS), and
// what a factor is (LIG_FACTORS, a header).
#pragma once
#include LIG_FACTORS

namespace ligature {
namespace {

// A tile is walked in groups of six rows and what is left in fours, twos and ones.
constexpr int kMostRows = 6;

// Rows in memory, `stride` factors or floats apart.
struct Rows {
  const Factor* at;
  int64_t stride;
};
struct OutRows {
  float* at;
  int64_t stride;
};

// Where A's element (row, k) stands: at[row * stride + k], or at[k * stride + row].
enum class Order { kRowMajor, kColumnMajor };

// What C begins with: 0, itself, or itself times scale[row].
enum class Start { kZero, kAdd, kScale };

// What becomes of C's vectors on their way from the registers to memory: here nothing. They come as neighbours in a
// row, of which the first is vector `at`.
struct AsSummed {
  template <int kVecs>
  LIG_INLINE void operator()(Vec (&)[kVecs], int, int) const {}
};

// sum += A x B, in registers.
template <Order kOrder, int kRows, int kVecs>
LIG_INLINE void multiply(Vec (&sum)[kRows][kVecs], Rows a, Rows b, int steps) {
  LIG_UNROLL_SOME
  for (int k = 0; k < steps; ++k) {
    FactorVec row[kVecs];
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) {
      row[v] = load(b.at + k * b.stride + v * kLanes);
      hold(row[v]);
    }
    LIG_UNROLL
    for (int r = 0; r < kRows; ++r) {
      const FactorVec x = broadcast(a.at[kOrder == Order::kRowMajor ? r * a.stride + k : k * a.stride + r]);
      LIG_UNROLL
      for (int v = 0; v < kVecs; ++v) sum[r][v] = add_product(sum[r][v], x, row[v]);
    }
  }
}

// C has kVecs vectors in a row; they are those from vector `at` on of what `finish` knows.
template <int kRows, int kVecs, Order kOrder, Start kStart, class Finish>
void product_block(OutRows c, Rows a, Rows b, int steps, const float* scale, int at, const Finish& finish) {
  Vec sum[kRows][kVecs];
  LIG_UNROLL
  for (int r = 0; r < kRows; ++r) {
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) {
      sum[r][v] = kStart == Start::kZero ? Vec{} : load(c.at + r * c.stride + v * kLanes);
      if (kStart == Start::kScale) sum[r][v] *= scale[r];
    }
  }
  multiply<kOrder>(sum, a, b, steps);
  LIG_UNROLL
  for (int r = 0; r < kRows; ++r) {
    finish(sum[r], r, at);
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) store(c.at + r * c.stride + v * kLanes, sum[r][v]);
  }
}

// C has `vecs` vectors in a row, of which `finish` knows the first as vector `at`. They are cut evenly: 5 is 3 + 2,
// not 4 + 1, as a narrow block cannot keep the multipliers busy.
template <int kRows, Order kOrder, Start kStart, class Finish = AsSummed>
void product(OutRows c, Rows a, Rows b, int vecs, int steps, const float* scale = nullptr, int at = 0,
             const Finish& finish = Finish{}) {
  int blocks = (vecs + LIG_COLUMN_VECS - 1) / LIG_COLUMN_VECS;
  while (vecs > 0) {
    const int width = (vecs + blocks - 1) / blocks;
    switch (width) {
      case 1:
        product_block<kRows, 1, kOrder, kStart>(c, a, b, steps, scale, at, finish);
        break;
      case 2:
        product_block<kRows, 2, kOrder, kStart>(c, a, b, steps, scale, at, finish);
        break;
#if LIG_COLUMN_VECS > 2
      case 3:
        product_block<kRows, 3, kOrder, kStart>(c, a, b, steps, scale, at, finish);
        break;
      case 4:
        product_block<kRows, 4, kOrder, kStart>(c, a, b, steps, scale, at, finish);
        break;
#endif
    }
    c.at += width * kLanes;
    b.at += width * kLanes;
    at += width;
    vecs -= width;
    --blocks;
  }
}

// One row of C plus A's element k times row k of B, over the set bits k of `word`: for tiles in which a masked pair's 0
// would meet a NaN or an infinity in B. A's factors are `a_step` apart.
inline void product_kept(float* c, const Factor* a, int64_t a_step, uint64_t word, Rows b, int vecs) {
  for (; word != 0; word &= word - 1) {
    const int k = __builtin_ctzll(word);
    const int step = k / kPerFactor;
    const float x = part_of(a[step * a_step], k % kPerFactor);
    for (int v = 0; v < vecs; ++v) {
      const Vec row = part_of(load(b.at + step * b.stride + v * kLanes), k % kPerFactor);
      store(c + v * kLanes, load(c + v * kLanes) + x * row);
    }
  }
}

template <int n>
struct Group {
  static constexpr int kRows = n;
};

// Calls body(Group<n>, row) for groups of n rows that cover [0, rows).
template <class Body>
void for_row_groups(int rows, const Body& body) {
  int row = 0;
  for (; rows - row >= 6; row += 6) body(Group<6>{}, row);
  if (rows - row >= 4) body(Group<4>{}, row), row += 4;
  if (rows - row >= 2) body(Group<2>{}, row), row += 2;
  if (rows - row >= 1) body(Group<1>{}, row);
}

}  // namespace
}  // namespace ligature
