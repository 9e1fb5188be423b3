// The host bodies of primitives.h, on the emulator.
#pragma once
#include <cmath>

#include "../emulator/emulator.h"

#define LIG_DEVICE inline
#define LIG_KERNEL(threads) extern "C" void
#define LIG_UNROLL

namespace ligature {

inline uint32_t thread_index() { return emulator::thread_index(); }
inline uint32_t block_index() { return emulator::block_index(); }
inline uint32_t num_blocks() { return emulator::num_blocks(); }
inline char* shared_memory() { return static_cast<char*>(emulator::shared_memory()); }
inline void sync_block() { emulator::sync_block(); }
inline void sync_warp() {
  emulator::warp_operation("sync_warp", 0, nullptr, [](void* const*) {});
}

inline void copy_async(void* to, const void* from, bool keep) { emulator::copy_async(to, from, 16, !keep); }
inline void copy_word_async(void* to, const void* from, bool keep) { emulator::copy_async(to, from, 4, !keep); }
inline void commit_copies() { emulator::commit_copies(); }
template <int kGroups>
inline void wait_copies() {
  emulator::wait_copies(kGroups);
}

template <class Real>
Real exchange(Real value, int distance) {
  struct Lane {
    Real in;
    Real out;
    int distance;
  } lane{value, value, distance};
  emulator::warp_operation(sizeof(Real) == 8 ? "exchange of doubles" : "exchange", distance, &lane,
                           [](void* const* lanes) {
                             for (int i = 0; i < emulator::kWarp; ++i) {
                               Lane& mine = *static_cast<Lane*>(lanes[i]);
                               mine.out = static_cast<Lane*>(lanes[i ^ mine.distance])->in;
                             }
                           });
  return lane.out;
}

// Whether the condition holds in any thread of the block. Two barriers.
inline bool any_of_block(bool condition, uint32_t* shared_word) {
  emulator::check_shared("any_of_block", shared_word, sizeof *shared_word);
  if (thread_index() == 0) *shared_word = 0;
  sync_block();
  if (condition) *shared_word = 1;
  sync_block();
  return *shared_word != 0;
}

// How many tiles were computed again. A tile that holds poison would be so too, and come out right by that: where all
// inputs are finite, tests expect none.
inline int64_t recomputed_tiles = 0;
inline void note_recomputed_tile() {
  if (thread_index() == 0) ++recomputed_tiles;
}

// As ex2.approx.ftz: what is below 2^-126 is 0.
inline float exp2_fast(float x) {
  const float y = std::exp2(x);
  return y < 0x1p-126f ? 0 : y;
}

inline float widened(Bf16 value) {
  const uint32_t bits = uint32_t{value.bits} << 16;
  float wide;
  memcpy(&wide, &bits, sizeof wide);
  return wide;
}

inline float widened(F16 value) {
  const uint32_t sign = (value.bits & 0x8000u) << 16;
  const uint32_t exponent = value.bits >> 10 & 31;
  const uint32_t fraction = value.bits & 0x3ffu;
  float wide;
  if (exponent == 0) {
    wide = static_cast<float>(fraction) * 0x1p-24f;
    return sign != 0 ? -wide : wide;
  }
  const uint32_t bits = sign | (exponent == 31 ? 0x7f800000u : (exponent + 112) << 23) | fraction << 13;
  memcpy(&wide, &bits, sizeof wide);
  return wide;
}

inline Bf16 to_bf16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  if (value != value) return {0x7fff};
  return {static_cast<uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16)};
}

inline F16 to_f16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  const uint32_t sign = bits >> 16 & 0x8000;
  const float size = std::fabs(value);
  if (value != value) return {0x7fff};
  if (size >= 65520.0f) return {static_cast<uint16_t>(sign | 0x7c00)};
  if (size < 0x1p-14f) return {static_cast<uint16_t>(sign | static_cast<uint32_t>(std::nearbyint(size * 0x1p24f)))};
  bits &= 0x7fffffff;
  bits += 0xfff + (bits >> 13 & 1);
  return {static_cast<uint16_t>(sign | ((bits >> 13) - (112u << 10)))};
}

template <class Element>
Element narrowed(float value);
template <>
inline Bf16 narrowed<Bf16>(float value) {
  return to_bf16(value);
}
template <>
inline F16 narrowed<F16>(float value) {
  return to_f16(value);
}

// Two neighbours as one word, the first in its lower half.
template <class Element>
uint32_t pack(float first, float second) {
  return narrowed<Element>(first).bits | uint32_t{narrowed<Element>(second).bits} << 16;
}

// Four 8 x 8 matrices of 16-bit elements, whose rows stand where lanes 8 i .. 8 i + 7 say; kTransposed turns each.
template <bool kTransposed>
void load_matrices(uint32_t (&words)[4], const void* row) {
  struct Lane {
    const void* row;
    uint32_t* words;
  } lane{row, words};
  emulator::check_shared("ldmatrix", row, 16);
  emulator::warp_operation(kTransposed ? "ldmatrix.trans" : "ldmatrix", 4, &lane, [](void* const* lanes) {
    uint16_t matrices[4][8][8];
    for (int i = 0; i < emulator::kWarp; ++i) memcpy(matrices[i / 8][i % 8], static_cast<Lane*>(lanes[i])->row, 16);
    for (int i = 0; i < emulator::kWarp; ++i) {
      const int g = i / 4;
      const int t = i % 4 * 2;
      for (int m = 0; m < 4; ++m) {
        const uint16_t low = kTransposed ? matrices[m][t][g] : matrices[m][g][t];
        const uint16_t high = kTransposed ? matrices[m][t + 1][g] : matrices[m][g][t + 1];
        static_cast<Lane*>(lanes[i])->words[m] = low | uint32_t{high} << 16;
      }
    }
  });
}

// c += a b, elements of 16 bits, sums of floats.
template <class Element>
void multiply_add(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  struct Lane {
    float* c;
    const uint32_t* a;
    uint32_t b[2];
  } lane{c, a, {b0, b1}};
  emulator::warp_operation("mma", sizeof(Element), &lane, [](void* const* lanes) {
    float a[16][16], b[8][16];
    const auto half = [](uint32_t word, int which) {
      return widened(Element{static_cast<uint16_t>(word >> (16 * which))});
    };
    for (int i = 0; i < emulator::kWarp; ++i) {
      const Lane& mine = *static_cast<Lane*>(lanes[i]);
      const int g = i / 4;
      for (int which = 0; which < 2; ++which) {
        const int t = i % 4 * 2 + which;
        a[g][t] = half(mine.a[0], which);
        a[g + 8][t] = half(mine.a[1], which);
        a[g][t + 8] = half(mine.a[2], which);
        a[g + 8][t + 8] = half(mine.a[3], which);
        b[g][t] = half(mine.b[0], which);
        b[g][t + 8] = half(mine.b[1], which);
      }
    }
    for (int i = 0; i < emulator::kWarp; ++i) {
      float* c = static_cast<Lane*>(lanes[i])->c;
      for (int at = 0; at < 4; ++at) {
        const int row = i / 4 + at / 2 * 8;
        const int column = i % 4 * 2 + at % 2;
        float sum = c[at];
        for (int k = 0; k < 16; ++k) sum += a[row][k] * b[column][k];
        c[at] = sum;
      }
    }
  });
}

}  // namespace ligature
