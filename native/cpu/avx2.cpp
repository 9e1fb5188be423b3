// The AVX2 engine: 8 lanes, and of 16 registers 12 hold six rows of two vectors.
#define LIG_LANES 8
#define LIG_COLUMN_VECS 2
#define LIG_FACTORS "single.h"
#include "attention.h"
#include "gather.h"

namespace ligature {

extern const Kernels avx2_kernels;
const Kernels avx2_kernels = {{&kAttention<float>, &kAttention<Bf16>}, {&kGather<float>, &kGather<Bf16>}};

}  // namespace ligature
