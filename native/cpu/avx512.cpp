// The AVX-512 engine: 16 lanes, and of 32 registers 24 hold six rows of four vectors, a whole row of a tile.
#define LIG_LANES 16
#define LIG_COLUMN_VECS 4
#include "attention_backward.h"
#include "attention_forward.h"
#include "gather.h"

namespace ligature {

extern const Kernels avx512_kernels;
const Kernels avx512_kernels = {
    {forward_sizes, backward_sizes, forward_pack_keys, forward, backward_begin_keys, backward_begin_queries, backward,
     backward_end_keys, backward_end_queries},
    gather,
};

}  // namespace ligature
