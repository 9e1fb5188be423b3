// What a kernel is written in: one name for each thing that a warp or a thread can do, with a body for the device
// (PTX, so that no header of the toolkit is needed) and one for the host, on which the emulator runs the same kernels.
//
// Fragments of a product are those of PTX's mma.m16n8k16: lane l has group g = l / 4 and t = l % 4.
//   A [16, 16]  a[0] (g, 2t..2t+1)  a[1] (g + 8, 2t..)  a[2] (g, 2t + 8..)  a[3] (g + 8, 2t + 8..)
//   B [16, 8]   b0 (2t..2t+1, g)    b1 (2t + 8.., g)
//   C [16, 8]   c[0], c[1] (g, 2t..2t+1)    c[2], c[3] (g + 8, 2t..)
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "../../cpu/kernels.h"

namespace ligature {

// A stored IEEE binary16.
struct F16 {
  uint16_t bits;
};

}  // namespace ligature

#if defined(__CUDACC__)
#include "primitives_device.h"
#else
#include "primitives_host.h"
#endif

namespace ligature {

constexpr uint32_t kWarpSize = 32;

LIG_DEVICE float widened(float value) { return value; }
LIG_DEVICE void put(float* at, float value) { *at = value; }
LIG_DEVICE void put(Bf16* at, float value) { *at = to_bf16(value); }
LIG_DEVICE void put(F16* at, float value) { *at = to_f16(value); }

// The sum over a warp's lanes, in every lane and in one order.
template <class Real>
LIG_DEVICE Real warp_sum(Real value) {
  for (int distance = 16; distance > 0; distance /= 2) value += exchange(value, distance);
  return value;
}

LIG_DEVICE float warp_max(float value) {
  for (int distance = 16; distance > 0; distance /= 2) value = fmaxf(value, exchange(value, distance));
  return value;
}

}  // namespace ligature
