// bfloat16, one number at a time: the upper half of a float, and what a float is rounded to.
// Included by each engine and by element.cpp, so all has internal linkage (see vec.h).
#pragma once
#include <stdint.h>
#include <string.h>

#include "kernels.h"

namespace ligature {
namespace {

inline float widened(float value) { return value; }
inline float widened(Bf16 value) {
  const uint32_t bits = uint32_t{value.bits} << 16;
  float wide;
  memcpy(&wide, &bits, sizeof wide);
  return wide;
}

// To nearest, ties to even; past the largest finite value to infinity. A NaN keeps its upper bits and becomes quiet,
// as the bits that made it a NaN may be among those that go.
inline Bf16 narrowed(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  const uint32_t rounded = bits + 0x7fff + (bits >> 16 & 1);
  return {static_cast<uint16_t>((value != value ? bits | 0x400000 : rounded) >> 16)};
}

inline void put(float* at, float value) { *at = value; }
inline void put(Bf16* at, float value) { *at = narrowed(value); }

}  // namespace
}  // namespace ligature
