// The AVX-512 engine: 16 lanes, and of 32 registers 24 hold six rows of four vectors, a whole row of a tile.
#define LIG_LANES 16
#define LIG_COLUMN_VECS 4
#define LIG_FACTORS "single.h"
#include "attention.h"
#include "gather.h"

namespace ligature {

// These serve avx512bf16.cpp too.
extern const AttentionKernels avx512_f32_attention;
const AttentionKernels avx512_f32_attention = kAttention<float>;
extern const GatherKernels avx512_f32_gather;
const GatherKernels avx512_f32_gather = kGather<float>;
extern const GatherKernels avx512_bf16_gather;
const GatherKernels avx512_bf16_gather = kGather<Bf16>;

extern const Kernels avx512_kernels;
const Kernels avx512_kernels = {{&avx512_f32_attention, &kAttention<Bf16>}, {&avx512_f32_gather, &avx512_bf16_gather}};

}  // namespace ligature
