// The AVX-512 engine: 16 lanes, and of 32 registers 24 hold six rows of four vectors, a whole row of a tile.
#define LIG_LANES 16
#define LIG_COLUMN_VECS 4
#define LIG_FACTORS "single.h"
#include "attention.h"
#include "gather.h"

namespace ligature {

extern const Kernels avx512_kernels;
const Kernels avx512_kernels = {{&kAttention<float>, &kAttention<Bf16>}, gather};

}  // namespace ligature
