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
void avx512_gather(const GatherCall& call, int64_t begin, int64_t end);
void avx512_gather(const GatherCall& call, int64_t begin, int64_t end) { gather(call, begin, end); }
void avx512_gather_weights(const GatherCall& call, const float* dtarget, int64_t begin, int64_t end, double* dweights);
void avx512_gather_weights(const GatherCall& call, const float* dtarget, int64_t begin, int64_t end, double* dweights) {
  gather_weights(call, dtarget, begin, end, dweights);
}

extern const Kernels avx512_kernels;
const Kernels avx512_kernels = {{&avx512_f32_attention, &kAttention<Bf16>}, avx512_gather, avx512_gather_weights};

}  // namespace ligature
