// The AVX-512 engine where there is a product of bfloat16. Floats, and sums
// of rows, it leaves to the other, to the bit.
#define LIG_LANES 16
#define LIG_COLUMN_VECS 4
#define LIG_FACTORS "twin.h"
#include "attention.h"

namespace ligature {

extern const AttentionKernels avx512_f32_attention;
extern const GatherKernels avx512_f32_gather;
extern const GatherKernels avx512_bf16_gather;

extern const Kernels avx512bf16_kernels;
const Kernels avx512bf16_kernels = {{&avx512_f32_attention, &kAttention<Bf16>},
                                    {&avx512_f32_gather, &avx512_bf16_gather}};

}  // namespace ligature
