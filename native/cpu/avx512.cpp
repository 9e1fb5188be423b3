// The AVX-512 engine: 16 lanes, and of 32 registers 24 hold six rows of four vectors, a whole row of a tile.
#define LIG_LANES 16
#define LIG_COLUMN_VECS 4
#include "attention_backward.h"
#include "attention_forward.h"
#include "gather.h"

namespace ligature {

extern const Kernels avx512_kernels;
const Kernels avx512_kernels = {
    {forward_sizes, backward_sizes, forward_pack_keys, backward_pack_keys, backward_pack_queries, forward,
     backward_queries, backward_keys},
    gather,
};

}  // namespace ligature
