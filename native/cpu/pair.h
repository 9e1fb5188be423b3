// Two vectors of 2 * kLanes neighbouring columns, for sums column by column, which do not mind where a column stands.
// Of floats they are the lower and the upper half. Of bfloat16 they are the even and the odd columns: widening is then
// a shift or a mask of the bits as they lie, and narrowing puts the two together again, where halves would have to be
// moved across the register.
// Included once by each engine.
#pragma once
#include "vec.h"

namespace ligature {
namespace {

struct Pair {
  Vec first;
  Vec second;
};

LIG_INLINE Pair operator+(Pair a, Pair b) { return {a.first + b.first, a.second + b.second}; }
LIG_INLINE Pair operator*(Vec weight, Pair a) { return {weight * a.first, weight * a.second}; }
LIG_INLINE Pair fused(Vec weight, Pair a, Pair b) {
  return {fused(weight, a.first, b.first), fused(weight, a.second, b.second)};
}

// A float's upper half, in place, rounded as `narrowed` does; the lower half is any.
LIG_INLINE BitVec rounded_bits(Vec value) {
  const BitVec bits = reinterpret_cast<BitVec>(value);
  return value != value ? bits | 0x400000 : bits + 0x7fff + (bits >> 16 & 1);
}

constexpr uint32_t kUpperHalf = 0xffff0000;

LIG_INLINE Vec narrow_bits(Pair value) {
  return reinterpret_cast<Vec>(rounded_bits(value.first) >> 16 | (rounded_bits(value.second) & kUpperHalf));
}

typedef float VecAtHalf __attribute__((vector_size(4 * LIG_LANES), aligned(2), may_alias));

LIG_INLINE Pair load_pair(const float* at) { return {load(at), load(at + kLanes)}; }
LIG_INLINE Pair load_pair(const Bf16* at) {
  const BitVec bits = reinterpret_cast<BitVec>(*reinterpret_cast<const VecAtHalf*>(at));
  return {reinterpret_cast<Vec>(bits << 16), reinterpret_cast<Vec>(bits & kUpperHalf)};
}

LIG_INLINE void store_pair(float* at, Pair value) {
  store(at, value.first);
  store(at + kLanes, value.second);
}
LIG_INLINE void store_pair(Bf16* at, Pair value) { *reinterpret_cast<VecAtHalf*>(at) = narrow_bits(value); }

// Stores past the caches, which saves to read the line that is written. `at` is aligned for the vectors.
LIG_INLINE void stream(float* at, Vec value) {
#if defined(__AVX512F__)
  _mm512_stream_ps(at, value);
#elif defined(__AVX__)
  _mm256_stream_ps(at, value);
#else
  store(at, value);
#endif
}
LIG_INLINE void stream_pair(float* at, Pair value) {
  stream(at, value.first);
  stream(at + kLanes, value.second);
}
LIG_INLINE void stream_pair(Bf16* at, Pair value) { stream(reinterpret_cast<float*>(at), narrow_bits(value)); }

// Whoever hears that this thread is done sees what it streamed.
inline void end_stream() {
#if defined(__AVX__)
  _mm_sfence();
#endif
}

}  // namespace
}  // namespace ligature
