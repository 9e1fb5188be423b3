// The device bodies of primitives.h: PTX of sm_80 and later.
#pragma once

#define LIG_DEVICE __device__ __forceinline__
#define LIG_KERNEL(threads) extern "C" __global__ void __launch_bounds__(threads, 1)
#define LIG_UNROLL _Pragma("unroll")

extern __shared__ __align__(1024) char ligature_shared[];

namespace ligature {

LIG_DEVICE uint32_t thread_index() { return threadIdx.x; }
LIG_DEVICE uint32_t block_index() { return blockIdx.x; }
LIG_DEVICE uint32_t num_blocks() { return gridDim.x; }
LIG_DEVICE char* shared_memory() { return ligature_shared; }
LIG_DEVICE void sync_block() { __syncthreads(); }
LIG_DEVICE void sync_warp() { __syncwarp(); }

LIG_DEVICE uint32_t shared_address(const void* at) { return static_cast<uint32_t>(__cvta_generic_to_shared(at)); }

// 16 bytes to shared memory, or 16 zeros where not `keep`: then nothing is read.
LIG_DEVICE void copy_async(void* to, const void* from, bool keep) {
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(shared_address(to)), "l"(from), "r"(keep ? 16 : 0)
               : "memory");
}
LIG_DEVICE void copy_word_async(void* to, const void* from, bool keep) {
  asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(shared_address(to)), "l"(from), "r"(keep ? 4 : 0)
               : "memory");
}
LIG_DEVICE void commit_copies() { asm volatile("cp.async.commit_group;" ::: "memory"); }
template <int kGroups>
LIG_DEVICE void wait_copies() {
  asm volatile("cp.async.wait_group %0;" ::"n"(kGroups) : "memory");
}

template <class Real>
LIG_DEVICE Real exchange(Real value, int distance) {
  return __shfl_xor_sync(0xffffffffu, value, distance);
}

// Whether the condition holds in any thread of the block. The word is the host body's.
LIG_DEVICE bool any_of_block(bool condition, uint32_t*) { return __syncthreads_or(condition) != 0; }

// The host counts.
LIG_DEVICE void note_recomputed_tile() {}

LIG_DEVICE float exp2_fast(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

LIG_DEVICE float widened(Bf16 value) { return __uint_as_float(uint32_t{value.bits} << 16); }
LIG_DEVICE float widened(F16 value) {
  float wide;
  asm("cvt.f32.f16 %0, %1;" : "=f"(wide) : "h"(value.bits));
  return wide;
}
LIG_DEVICE Bf16 to_bf16(float value) {
  Bf16 narrow;
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(narrow.bits) : "f"(value));
  return narrow;
}
LIG_DEVICE F16 to_f16(float value) {
  F16 narrow;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(narrow.bits) : "f"(value));
  return narrow;
}

// Two neighbours as one word, the first in its lower half.
template <class Element>
LIG_DEVICE uint32_t pack(float first, float second);
template <>
LIG_DEVICE uint32_t pack<Bf16>(float first, float second) {
  uint32_t word;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(word) : "f"(second), "f"(first));
  return word;
}
template <>
LIG_DEVICE uint32_t pack<F16>(float first, float second) {
  uint32_t word;
  asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(word) : "f"(second), "f"(first));
  return word;
}

// Four 8 x 8 matrices of 16-bit elements, whose rows stand where lanes 8 i .. 8 i + 7 say; kTransposed turns each.
template <bool kTransposed>
LIG_DEVICE void load_matrices(uint32_t (&words)[4], const void* row) {
  if constexpr (kTransposed) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(words[0]), "=r"(words[1]), "=r"(words[2]), "=r"(words[3])
                 : "r"(shared_address(row))
                 : "memory");
  } else {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(words[0]), "=r"(words[1]), "=r"(words[2]), "=r"(words[3])
                 : "r"(shared_address(row))
                 : "memory");
  }
}

// c += a b, elements of 16 bits, sums of floats.
template <class Element>
LIG_DEVICE void multiply_add(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1);
template <>
LIG_DEVICE void multiply_add<Bf16>(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
      "{%0, %1, %2, %3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}
template <>
LIG_DEVICE void multiply_add<F16>(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
      "{%0, %1, %2, %3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

}  // namespace ligature
