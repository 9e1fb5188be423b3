// The AVX-512 engine where there is a product of bfloat16. Floats it leaves to the other, to the bit.
#define LIG_LANES 16
#define LIG_COLUMN_VECS 4
#define LIG_FACTORS "twin.h"
#include "attention.h"

namespace ligature {

extern const AttentionKernels avx512_f32_attention;
void avx512_gather(const GatherCall& call, int64_t begin, int64_t end);
void avx512_gather_weights(const GatherCall& call, const float* dtarget, int64_t begin, int64_t end, double* dweights);

extern const Kernels avx512bf16_kernels;
const Kernels avx512bf16_kernels = {{&avx512_f32_attention, &kAttention<Bf16>}, avx512_gather, avx512_gather_weights};

}  // namespace ligature
