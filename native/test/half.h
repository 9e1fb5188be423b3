// IEEE binary16, as CUDA tensors hold it. The header knows no such dtype.
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>

#include "ligature.h"

namespace ligature_test {

// Beside the numbers of lig_dtype.
constexpr int32_t kF16 = 2;

inline const char* dtype_name(int32_t dtype) { return dtype == LIG_F32 ? "fp32" : dtype == LIG_BF16 ? "bf16" : "fp16"; }

inline float float_of_half(uint16_t half) {
  const int exponent = half >> 10 & 31;
  const float fraction = static_cast<float>(half & 0x3ff);
  float size = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  if (exponent == 31) {
    size = fraction == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  }
  return (half & 0x8000) != 0 ? -size : size;
}

// To nearest, ties to even.
inline uint16_t half_of_float(float value) {
  const uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  if (std::isnan(value)) return sign | 0x7e00;
  if (std::isinf(value)) return sign | 0x7c00;
  int exponent = 0;
  std::frexp(value, &exponent);  // |value| = [0.5, 1) * 2^exponent
  if (exponent < -13) exponent = -13;
  const float units = std::nearbyint(std::ldexp(std::fabs(value), 11 - exponent));  // at most 2048
  // The units carry into the exponent by themselves, as they stand below it; from 65520 on they make an infinity.
  const int bits = value == 0 ? 0 : ((exponent + 13) << 10) + static_cast<int>(units);
  return static_cast<uint16_t>(sign | (bits < 0x7c00 ? bits : 0x7c00));
}

}  // namespace ligature_test
