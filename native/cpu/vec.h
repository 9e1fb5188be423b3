// Vectors of LIG_LANES floats, by the compiler's own vector extension: one source for every instruction set.
//
// Included once by each engine, which defines LIG_LANES before. Everything here and in the headers that follow has
// internal linkage: a function compiled for one instruction set must never stand in for another's.
#pragma once
#include <float.h>
#include <math.h>
#include <stdint.h>
#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#include "../../include/ligature.h"
#include "bf16.h"

#define LIG_INLINE inline __attribute__((always_inline))
#if defined(__clang__)
#define LIG_UNROLL _Pragma("clang loop unroll(full)")
#define LIG_UNROLL_SOME _Pragma("clang loop unroll_count(4)")
#else
#define LIG_UNROLL _Pragma("GCC unroll 16")
#define LIG_UNROLL_SOME _Pragma("GCC unroll 4")
#endif

namespace ligature {
namespace {

constexpr int kLanes = LIG_LANES;
constexpr int kTileVecs = kTile / kLanes;

typedef float Vec __attribute__((vector_size(4 * LIG_LANES)));
typedef int32_t IntVec __attribute__((vector_size(4 * LIG_LANES)));
typedef uint32_t BitVec __attribute__((vector_size(4 * LIG_LANES)));
// The same where it lies in memory that is aligned for floats only.
typedef float VecAt __attribute__((vector_size(4 * LIG_LANES), aligned(4), may_alias));
typedef uint16_t HalfVec __attribute__((vector_size(2 * LIG_LANES)));
typedef uint16_t HalfVecAt __attribute__((vector_size(2 * LIG_LANES), aligned(2), may_alias));

LIG_INLINE Vec load(const float* at) { return *reinterpret_cast<const VecAt*>(at); }
LIG_INLINE void store(float* at, Vec value) { *reinterpret_cast<VecAt*>(at) = value; }
// x - 0 is x for every x, so the subtraction vanishes; 0 + x would stay, as it changes -0.
LIG_INLINE Vec broadcast(float value) { return value - Vec{}; }

// The first `count` lanes; the others are 0 when loaded and stay as they are in memory when stored.
LIG_INLINE Vec load_first(const float* at, int count) {
  Vec value = {};
  for (int i = 0; i < count; ++i) value[i] = at[i];
  return value;
}
LIG_INLINE void store_first(float* at, Vec value, int count) {
  for (int i = 0; i < count; ++i) at[i] = value[i];
}

// The same of bfloat16, wide in registers and narrow in memory.
LIG_INLINE Vec load(const Bf16* at) {
  const HalfVec bits = *reinterpret_cast<const HalfVecAt*>(at);
  return reinterpret_cast<Vec>(__builtin_convertvector(bits, BitVec) << 16);
}
LIG_INLINE Vec load_first(const Bf16* at, int count) {
  Vec value = {};
  for (int i = 0; i < count; ++i) value[i] = widened(at[i]);
  return value;
}
LIG_INLINE void store(Bf16* at, Vec value) {
  const BitVec bits = reinterpret_cast<BitVec>(value);
  const BitVec rounded = bits + 0x7fff + (bits >> 16 & 1);
  const BitVec narrow = (value != value ? bits | 0x400000 : rounded) >> 16;  // as `narrowed` does
  *reinterpret_cast<HalfVecAt*>(at) = __builtin_convertvector(narrow, HalfVec);
}
LIG_INLINE void store_first(Bf16* at, Vec value, int count) {
  for (int i = 0; i < count; ++i) at[i] = narrowed(value[i]);
}

// The larger; where one is NaN, b. (NEON's own maximum would give the NaN.)
#if defined(__AVX512F__)
LIG_INLINE Vec larger(Vec a, Vec b) { return _mm512_maskz_max_ps(0xffff, a, b); }
#elif defined(__AVX__)
LIG_INLINE Vec larger(Vec a, Vec b) { return _mm256_max_ps(a, b); }
#else
LIG_INLINE Vec larger(Vec a, Vec b) { return a > b ? a : b; }
#endif

// a * b + c, rounded once where there is an instruction for it. For where it matters that a compiler does not choose:
// what it fuses of `a * b + c` depends on what it has inlined.
#if defined(__AVX512F__)
LIG_INLINE Vec fused(Vec a, Vec b, Vec c) { return _mm512_fmadd_ps(a, b, c); }
#elif defined(__FMA__)
LIG_INLINE Vec fused(Vec a, Vec b, Vec c) { return _mm256_fmadd_ps(a, b, c); }
#elif defined(__aarch64__)
LIG_INLINE Vec fused(Vec a, Vec b, Vec c) { return vfmaq_f32(c, a, b); }
#else
LIG_INLINE Vec fused(Vec a, Vec b, Vec c) { return a * b + c; }
#endif

// Lanes of two vectors by turns: of their lower halves, and of their upper halves.
//   a0 b0 a1 b1 ...   and   a(n/2) b(n/2) ...
#if defined(__clang__)
#define LIG_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define LIG_SHUFFLE(a, b, ...) __builtin_shuffle(a, b, IntVec{__VA_ARGS__})
#endif
#if LIG_LANES == 16
LIG_INLINE Vec zip_low(Vec a, Vec b) {
  return LIG_SHUFFLE(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
LIG_INLINE Vec zip_high(Vec a, Vec b) {
  return LIG_SHUFFLE(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
#elif LIG_LANES == 8
LIG_INLINE Vec zip_low(Vec a, Vec b) { return LIG_SHUFFLE(a, b, 0, 8, 1, 9, 2, 10, 3, 11); }
LIG_INLINE Vec zip_high(Vec a, Vec b) { return LIG_SHUFFLE(a, b, 4, 12, 5, 13, 6, 14, 7, 15); }
#elif LIG_LANES == 4
LIG_INLINE Vec zip_low(Vec a, Vec b) { return LIG_SHUFFLE(a, b, 0, 4, 1, 5); }
LIG_INLINE Vec zip_high(Vec a, Vec b) { return LIG_SHUFFLE(a, b, 2, 6, 3, 7); }
#endif

// The largest lane of each of kLanes vectors: lane i of the result is that of rows[i]. Each step zips two vectors and
// halves what is left of both, so all cost hardly more than two; the order of the pairs undoes the zipping. A NaN may
// or may not survive.
LIG_INLINE Vec largest_lanes(Vec (&rows)[kLanes]) {
  LIG_UNROLL
  for (int half = kLanes / 2; half > 0; half /= 2) {
    LIG_UNROLL
    for (int i = 0; i < half; ++i) {
      rows[i] = larger(zip_low(rows[i], rows[i + half]), zip_high(rows[i], rows[i + half]));
    }
  }
  return rows[0];
}

// Transposes kLanes x kLanes in place. Zipping row i with row i + kLanes / 2 moves one bit of every element's
// position from row to lane; after as many rounds as there are bits all have changed places.
LIG_INLINE void transpose(Vec (&rows)[kLanes]) {
  for (int round = 1; round < kLanes; round *= 2) {
    Vec zipped[kLanes];
    LIG_UNROLL
    for (int i = 0; i < kLanes / 2; ++i) {
      zipped[2 * i] = zip_low(rows[i], rows[i + kLanes / 2]);
      zipped[2 * i + 1] = zip_high(rows[i], rows[i + kLanes / 2]);
    }
    LIG_UNROLL
    for (int i = 0; i < kLanes; ++i) rows[i] = zipped[i];
  }
}

LIG_INLINE float sum_of_lanes(Vec value) {
  float lanes[kLanes];
  store(lanes, value);
  LIG_UNROLL
  for (int half = kLanes / 2; half > 0; half /= 2) {
    LIG_UNROLL
    for (int i = 0; i < half; ++i) lanes[i] += lanes[i + half];
  }
  return lanes[0];
}

// Lanes of vector `vec` of a row whose bits are `word`: all ones where the bit is set.
LIG_INLINE IntVec kept_lanes(uint64_t word, int vec) {
  IntVec bit;
  LIG_UNROLL
  for (int i = 0; i < kLanes; ++i) bit[i] = 1 << i;
  return ((IntVec{} + static_cast<int32_t>(word >> (vec * kLanes))) & bit) != 0;
}

// 2^t for t up to 127; NaN for NaN, 0 for -infinity and far below 2^-126. t is cut into an integer n and a rest f; the
// polynomial of 2^f is the minimax of relative error on [-0.5, 0.5] with constant 1 (Remez): 9.2e-8.
LIG_INLINE Vec exp2_polynomial(Vec f) {
  Vec p = broadcast(1.32647272e-3f);
  p = p * f + 9.67151264e-3f;
  p = p * f + 5.55073374e-2f;
  p = p * f + 2.40222421e-1f;
  p = p * f + 6.93146978e-1f;
  return p * f + 1.0f;
}
#if defined(__AVX512F__)
// Where t is -infinity, t - n and so the polynomial are NaN, and scaling a NaN by 2^-infinity gives 0. Masks of all
// lanes, as a compiler warns of the forms without.
LIG_INLINE Vec exp2_of(Vec t) {
  const Vec n = _mm512_maskz_roundscale_ps(0xffff, t, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  return _mm512_maskz_scalef_ps(0xffff, exp2_polynomial(t - n), n);
}
#else
LIG_INLINE Vec exp2_of(Vec t) {
  const float magic = 12582912;  // 1.5 x 2^23: adding it leaves the nearest integer in the low bits
  const Vec shifted = t + magic;
  const Vec p = exp2_polynomial(t - (shifted - magic));
  const BitVec exponent = (reinterpret_cast<BitVec>(shifted) << 23) + (127u << 23);
  return t < -126.0f ? Vec{} : p * reinterpret_cast<Vec>(exponent);
}
#endif

constexpr float kLog2E = 1.44269504f;

// e^x for x up to 88, as exp2_of.
LIG_INLINE Vec exp_of(Vec x) { return exp2_of(x * kLog2E); }

// Keeps a loaded vector in its register. GCC would else fold the load into each multiply-add that uses it, and
// the load ports would then be the limit.
LIG_INLINE void hold(Vec& value) {
#if defined(__AVX512F__)
  asm("" : "+v"(value));
#elif defined(__AVX__)
  asm("" : "+x"(value));
#elif defined(__aarch64__)
  asm("" : "+w"(value));
#else
  (void)value;
#endif
}

}  // namespace
}  // namespace ligature
