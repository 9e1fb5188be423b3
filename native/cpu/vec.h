// Vectors of LIG_LANES floats, by the compiler's own vector extension: one source for every instruction set.
//
// Included once by each engine, which defines LIG_LANES before. Everything here and in the headers that follow has
// internal linkage: a function compiled for one instruction set must never stand in for another's.
#pragma once
#include <math.h>
#include <stdint.h>

#include "../../include/ligature.h"
#include "kernels.h"

#define LIG_INLINE inline __attribute__((always_inline))
#if defined(__clang__)
#define LIG_UNROLL _Pragma("clang loop unroll(full)")
#else
#define LIG_UNROLL _Pragma("GCC unroll 16")
#endif

namespace ligature {
namespace {

constexpr int kLanes = LIG_LANES;
constexpr int kTileVecs = kTile / kLanes;

typedef float Vec __attribute__((vector_size(4 * LIG_LANES)));
typedef int32_t IntVec __attribute__((vector_size(4 * LIG_LANES)));
// The same where it lies in memory that is aligned for floats only.
typedef float VecAt __attribute__((vector_size(4 * LIG_LANES), aligned(4), may_alias));

LIG_INLINE Vec load(const float* at) { return *reinterpret_cast<const VecAt*>(at); }
LIG_INLINE void store(float* at, Vec value) { *reinterpret_cast<VecAt*>(at) = value; }
LIG_INLINE Vec broadcast(float value) { return Vec{} + value; }

// The first `count` lanes; the others are 0 when loaded and stay as they are in memory when stored.
LIG_INLINE Vec load_first(const float* at, int count) {
  Vec value = {};
  for (int i = 0; i < count; ++i) value[i] = at[i];
  return value;
}
LIG_INLINE void store_first(float* at, Vec value, int count) {
  for (int i = 0; i < count; ++i) at[i] = value[i];
}

// The larger; where one is NaN, b.
LIG_INLINE Vec larger(Vec a, Vec b) { return a > b ? a : b; }

LIG_INLINE float largest_lane(Vec value) {
  float lanes[kLanes];
  store(lanes, value);
  for (int half = kLanes / 2; half > 0; half /= 2) {
    for (int i = 0; i < half; ++i) lanes[i] = lanes[i] > lanes[i + half] ? lanes[i] : lanes[i + half];
  }
  return lanes[0];
}

LIG_INLINE float sum_of_lanes(Vec value) {
  float lanes[kLanes];
  store(lanes, value);
  for (int half = kLanes / 2; half > 0; half /= 2) {
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

// e^x for x <= 0; 0 where that is below 2^-126, NaN for NaN. e^x = 2^t is cut into 2^integer and 2^f; the polynomial
// of f is the minimax of relative error on [-0.5, 0.5] with constant 1 (Remez): 9.2e-8.
LIG_INLINE Vec exp_of(Vec x) {
  const Vec t = x * 1.44269504f;
  const float magic = 12582912;  // 1.5 x 2^23: adding it leaves the nearest integer in the low bits
  const Vec shifted = t + magic;
  const Vec f = t - (shifted - magic);
  Vec p = broadcast(1.32647272e-3f);
  p = p * f + 9.67151264e-3f;
  p = p * f + 5.55073374e-2f;
  p = p * f + 2.40222421e-1f;
  p = p * f + 6.93146978e-1f;
  p = p * f + 1.0f;
  const IntVec exponent = (reinterpret_cast<IntVec>(shifted) << 23) + (127 << 23);
  const Vec power = p * reinterpret_cast<Vec>(exponent);
  return t < -126.0f ? Vec{} : power;
}

// Keeps a loaded vector in its register. GCC would else fold the load into each multiply-add that uses it, and
// the load ports would then be the limit.
LIG_INLINE void hold(Vec& value) {
#if defined(__AVX512F__)
  asm("" : "+v"(value));
#elif defined(__AVX__)
  asm("" : "+x"(value));
#else
  (void)value;
#endif
}

}  // namespace
}  // namespace ligature
