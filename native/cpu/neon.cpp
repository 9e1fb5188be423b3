// The NEON engine: 4 lanes, and of 32 registers 24 hold six rows of four vectors.
#define LIG_LANES 4
#define LIG_COLUMN_VECS 4
#define LIG_FACTORS "single.h"
#include "attention.h"
#include "gather.h"

namespace ligature {

extern const Kernels neon_kernels;
const Kernels neon_kernels = {{&kAttention<float>, &kAttention<Bf16>}, {&kGather<float>, &kGather<Bf16>}};

}  // namespace ligature
