// What products multiply, where that is single floats, whatever the elements are stored as. An engine that has a better
// product for bfloat16 includes twin.h, which has the same names, in its stead.
//
// A product C = A x B takes one factor of each row of A and a row of factors of B at each step of its depth. A is
// packed left, [rows, steps], and B right, [steps, columns].
#pragma once
#include "tile.h"

namespace ligature {
namespace {

typedef float Factor;
typedef Vec FactorVec;
constexpr int kPerFactor = 1;  // elements of a factor

constexpr int steps_of(int elements) { return elements; }
LIG_INLINE Factor* as_factors(float* at) { return at; }

LIG_INLINE Vec add_product(Vec sum, Vec a, Vec b) { return sum + a * b; }
LIG_INLINE float part_of(float factor, int) { return factor; }
LIG_INLINE Vec part_of(Vec factors, int) { return factors; }

// q is packed times the scale, so a dot product is a score.
constexpr bool kScalesQueries = true;
struct ScoreOf {
  float scale;
  LIG_INLINE Vec operator()(Vec dot) const { return dot; }
};
// What forward multiplies a dot product of its q by to get the score.
LIG_INLINE float scale_of_dots(float) { return 1; }

// Stride of a matrix whose rows have head_dim elements, packed left.
LIG_INLINE int64_t left_stride(int32_t head_dim) { return row_floats(head_dim); }

// out [64, row_floats(head_dim)] = factor * in, whose rows are `stride` apart. Says whether all is finite.
template <class Element>
bool pack_rows(float* out, const Element* in, int64_t stride, int rows, int32_t head_dim, float factor) {
  const int whole = head_dim / kLanes;
  const int rest = head_dim % kLanes;
  Vec check = {};  // x * 0 is 0 for a finite x, else NaN
  for (int r = 0; r < rows; ++r, in += stride, out += row_floats(head_dim)) {
    for (int v = 0; v < whole; ++v) {
      const Vec x = factor * load(in + v * kLanes);
      check += x * 0.0f;
      store(out + v * kLanes, x);
    }
    if (rest == 0) continue;
    const Vec x = factor * load_first(in + whole * kLanes, rest);
    check += x * 0.0f;
    store(out + whole * kLanes, x);
  }
  return sum_of_lanes(check) == 0;
}

// Packs q left.
template <class Element>
void pack_queries(Factor* out, const Element* in, int64_t stride, int rows, int32_t head_dim, float scale) {
  pack_rows(out, in, stride, rows, head_dim, scale);
}

// out [steps_of(64), row_floats(head_dim)] = in, right. Says whether all is finite.
template <class Element>
bool pack_right(Factor* out, const Element* in, int64_t stride, int rows, int32_t head_dim) {
  return pack_rows(out, in, stride, rows, head_dim, 1);
}

// out [steps_of(head_dim), 64] = in transposed, right; columns past `rows` are 0.
template <class Element>
void pack_right_columns(Factor* out, const Element* in, int64_t stride, int rows, int32_t head_dim) {
  for (int r = 0; r < kTile; r += kLanes) {
    for (int32_t x = 0; x < head_dim; x += kLanes) {
      const int width = head_dim - x < kLanes ? head_dim - x : kLanes;
      Vec square[kLanes];
      for (int i = 0; i < kLanes; ++i) {
        const Element* at = in + (r + i) * stride + x;
        square[i] = r + i >= rows ? Vec{} : width == kLanes ? load(at) : load_first(at, width);
      }
      transpose(square);
      for (int i = 0; i < width; ++i) store(out + (x + i) * kTile + r, square[i]);
    }
  }
}

// A matrix [64, head_dim] that is one product's left and another's right: the two look the same.
struct BothSides {
  Factor* left;
  Factor* right;

  static int64_t floats(int32_t d) { return kTile * row_floats(d); }
  static BothSides of(float* at, int32_t) { return {at, at}; }
};

template <class Element>
bool pack_both_sides(const BothSides& out, const Element* in, int64_t stride, int rows, int32_t head_dim) {
  return pack_rows(out.left, in, stride, rows, head_dim, 1);
}
template <class Element>
bool pack_queries(const BothSides& out, const Element* in, int64_t stride, int rows, int32_t head_dim, float scale) {
  return pack_rows(out.left, in, stride, rows, head_dim, scale);
}

// Vector `vec` of the numbers of a left row; `last` is the one before.
LIG_INLINE void store_left(Factor* row, int vec, Vec numbers, Vec) { store(row + vec * kLanes, numbers); }

// The scores of a pair of tiles, [queries, keys], as products want them.
struct ScoreFactors {
  const Factor* ds_rows;     // left [64, steps_of(64)]
  const Factor* ds_columns;  // left of the transpose, by columns: [steps_of(64), 64]
  const Factor* p_columns;   // the same
};
constexpr int64_t kSpareFloats = 0;
LIG_INLINE ScoreFactors factors_of(float* p, float* ds, float*, int) { return {ds, ds, p}; }

}  // namespace
}  // namespace ligature
