// What products multiply, where the instruction set has a product of bfloat16: twins, two neighbours along the depth
// side by side in 32 bits, the first in the lower half. VDPBF16PS adds both their products to a float.
//
// It has the names of single.h. p and ds are rounded to bfloat16 for the second products, as flash kernels do; a
// number below 2^-126 counts there as 0, as the instruction will have it.
#pragma once
#include "tile.h"

namespace ligature {
namespace {

typedef uint32_t Factor __attribute__((may_alias));  // in memory that is also read as floats
typedef BitVec FactorVec;
constexpr int kPerFactor = 2;

constexpr int steps_of(int elements) { return (elements + 1) / 2; }
LIG_INLINE Factor* as_factors(float* at) { return reinterpret_cast<Factor*>(at); }

typedef uint32_t FactorVecAt __attribute__((vector_size(64), aligned(4), may_alias));
LIG_INLINE FactorVec load(const Factor* at) { return *reinterpret_cast<const FactorVecAt*>(at); }
LIG_INLINE void store(Factor* at, FactorVec factors) { *reinterpret_cast<FactorVecAt*>(at) = factors; }
LIG_INLINE FactorVec broadcast(Factor factor) { return FactorVec{} + factor; }
LIG_INLINE void hold(FactorVec& factors) { asm("" : "+v"(factors)); }

LIG_INLINE Vec add_product(Vec sum, FactorVec a, FactorVec b) {
  return _mm512_dpbf16_ps(sum, (__m512bh)a, (__m512bh)b);
}
LIG_INLINE Vec part_of(FactorVec factors, int part) {
  return reinterpret_cast<Vec>(part == 0 ? factors << 16 : factors & 0xffff0000);
}
LIG_INLINE float part_of(Factor factor, int part) {
  return widened(Bf16{static_cast<uint16_t>(part == 0 ? factor : factor >> 16)});
}

// Numbers of two vectors, rounded: those of `first`, then those of `second`.
LIG_INLINE FactorVec joined(Vec first, Vec second) { return (FactorVec)_mm512_cvtne2ps_pbh(second, first); }

// The same by turns, so that each twin has one of both.
LIG_INLINE FactorVec zipped(Vec first, Vec second) {
  int16_t turns __attribute__((vector_size(64)));
  LIG_UNROLL
  for (int i = 0; i < kLanes; ++i) {
    turns[2 * i] = static_cast<int16_t>(i);
    turns[2 * i + 1] = static_cast<int16_t>(i + kLanes);
  }
  return (FactorVec)_mm512_maskz_permutexvar_epi16(~uint32_t{0}, (__m512i)turns, (__m512i)joined(first, second));
}

// q times the scale would have to be rounded again, so each score gets the scale. `hold` keeps a compiler from fusing
// that with what backward subtracts: the score must be forward's to the bit.
constexpr bool kScalesQueries = false;
struct ScoreOf {
  float scale;
  LIG_INLINE Vec operator()(Vec dot) const {
    Vec score = scale * dot;
    hold(score);
    return score;
  }
};

// Forward looks for the largest dot product, which must be that of the largest score: where the scale is negative, its
// q is packed with the other sign.
LIG_INLINE float scale_of_dots(float scale) { return fabsf(scale); }

LIG_INLINE int64_t left_stride(int32_t head_dim) { return (steps_of(head_dim) + kLanes - 1) / kLanes * kLanes; }

// Twins of the first `elements` at `at`, 32 at most; 0 past them.
LIG_INLINE FactorVec load_twins(const Bf16* at, int elements) {
  const __mmask32 wanted = elements < 2 * kLanes ? (uint32_t{1} << elements) - 1 : ~uint32_t{0};
  return (FactorVec)_mm512_maskz_loadu_epi16(wanted, at);
}

// out [rows, left_stride(head_dim)] = in, its bits changed by those of `flip`.
inline void pack_left(Factor* out, const Bf16* in, int64_t stride, int rows, int32_t head_dim, uint32_t flip = 0) {
  for (int r = 0; r < rows; ++r, in += stride, out += left_stride(head_dim)) {
    for (int32_t x = 0; x < head_dim; x += 2 * kLanes) store(out + x / 2, load_twins(in + x, head_dim - x) ^ flip);
  }
}

inline void pack_queries(Factor* out, const Bf16* in, int64_t stride, int rows, int32_t head_dim, float scale) {
  pack_left(out, in, stride, rows, head_dim, scale < 0 ? 0x80008000 : 0);
}

// The bits of up to 16 elements, each in 32.
LIG_INLINE FactorVec load_halves(__mmask16 wanted, const Bf16* at) {
  return __builtin_convertvector((HalfVec)_mm256_maskz_loadu_epi16(wanted, at), FactorVec);
}

// out [steps_of(64), row_floats(head_dim)]: twins of a row and the next. Past the last row stands a row of 0. Says
// whether all is finite.
inline bool pack_right(Factor* out, const Bf16* in, int64_t stride, int rows, int32_t head_dim) {
  const FactorVec exponents = FactorVec{} + 0x7f807f80;
  __mmask32 bad = 0;  // elements whose exponent is all ones
  for (int r = 0; r < rows; r += 2, in += 2 * stride, out += row_floats(head_dim)) {
    for (int32_t x = 0; x < head_dim; x += kLanes) {
      const int width = head_dim - x < kLanes ? head_dim - x : kLanes;
      const __mmask16 wanted = static_cast<__mmask16>((uint32_t{1} << width) - 1);
      const FactorVec low = load_halves(wanted, in + x);
      const FactorVec high = r + 1 < rows ? load_halves(wanted, in + stride + x) : FactorVec{};
      const FactorVec twins = low | high << 16;
      bad |= _mm512_cmpeq_epi16_mask((__m512i)(twins & exponents), (__m512i)exponents);
      store(out + x, twins);
    }
  }
  return bad == 0;
}

inline void pack_right_columns(Factor* out, const Bf16* in, int64_t stride, int rows, int32_t head_dim) {
  for (int r = 0; r < kTile; r += kLanes) {
    for (int32_t x = 0; x < head_dim; x += 2 * kLanes) {
      Vec square[kLanes];
      for (int i = 0; i < kLanes; ++i) {
        square[i] = r + i < rows ? reinterpret_cast<Vec>(load_twins(in + (r + i) * stride + x, head_dim - x)) : Vec{};
      }
      transpose(square);
      for (int i = 0; i < kLanes && x + 2 * i < head_dim; ++i) {
        store(out + (x / 2 + i) * kTile + r, reinterpret_cast<FactorVec>(square[i]));
      }
    }
  }
}

// A matrix [64, head_dim] that is one product's left and another's right: twins along a row, and twins of two rows.
struct BothSides {
  Factor* left;
  Factor* right;

  static int64_t floats(int32_t d) { return kTile * left_stride(d) + steps_of(kTile) * row_floats(d); }
  static BothSides of(float* at, int32_t d) { return {as_factors(at), as_factors(at + kTile * left_stride(d))}; }
};

inline bool pack_both_sides(const BothSides& out, const Bf16* in, int64_t stride, int rows, int32_t head_dim) {
  pack_left(out.left, in, stride, rows, head_dim);
  return pack_right(out.right, in, stride, rows, head_dim);
}
inline bool pack_queries(const BothSides& out, const Bf16* in, int64_t stride, int rows, int32_t head_dim, float) {
  return pack_both_sides(out, in, stride, rows, head_dim);
}

LIG_INLINE void store_left(Factor* row, int vec, Vec numbers, Vec last) {
  if (vec % 2 == 1) store(row + vec / 2 * kLanes, joined(last, numbers));
}

struct ScoreFactors {
  const Factor* ds_rows;
  const Factor* ds_columns;
  const Factor* p_columns;
};
constexpr int64_t kSpareFloats = kTile * steps_of(kTile);

// By columns each stands where its floats stood, of which it takes half; ds by rows stands in the spare place.
inline ScoreFactors factors_of(float* p, float* ds, float* spare, int rows) {
  for (int r = 0; r < rows; r += 2) {
    const bool last = r + 1 == rows;
    const float* p_row = p + r * kTile;
    const float* ds_row = ds + r * kTile;
    Vec p_of[2][kTileVecs];
    Vec ds_of[2][kTileVecs];
    LIG_UNROLL
    for (int v = 0; v < kTileVecs; ++v) {
      p_of[0][v] = load(p_row + v * kLanes);
      p_of[1][v] = last ? Vec{} : load(p_row + kTile + v * kLanes);
      ds_of[0][v] = load(ds_row + v * kLanes);
      ds_of[1][v] = last ? Vec{} : load(ds_row + kTile + v * kLanes);
    }
    LIG_UNROLL
    for (int v = 0; v < kTileVecs; ++v) {
      store(as_factors(p) + r / 2 * kTile + v * kLanes, zipped(p_of[0][v], p_of[1][v]));
      store(as_factors(ds) + r / 2 * kTile + v * kLanes, zipped(ds_of[0][v], ds_of[1][v]));
    }
    LIG_UNROLL
    for (int i = 0; i < 2; ++i) {
      LIG_UNROLL
      for (int v = 0; v < kTileVecs; v += 2) {
        store(as_factors(spare) + (r + i) * steps_of(kTile) + v / 2 * kLanes, joined(ds_of[i][v], ds_of[i][v + 1]));
      }
    }
  }
  return {as_factors(spare), as_factors(ds), as_factors(p)};
}

}  // namespace
}  // namespace ligature
