// The AVX2 engine: 8 lanes, and of 16 registers 12 hold six rows of two vectors.
#define LIG_LANES 8
#define LIG_COLUMN_VECS 2
#include "attention_backward.h"
#include "attention_forward.h"
#include "gather.h"

namespace ligature {

extern const Kernels avx2_kernels;
const Kernels avx2_kernels = {
    {forward_sizes, backward_sizes, forward_pack_keys, forward, backward_begin_keys, backward_begin_queries, backward,
     backward_end_keys, backward_end_queries},
    gather,
};

}  // namespace ligature
