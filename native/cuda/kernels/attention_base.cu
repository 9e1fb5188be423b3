// The base kernels of attention, by name.
#include "attention_backward.cuh"
#include "attention_forward.cuh"

using namespace ligature;

#define LIG_BASE_KERNELS(dtype, Element, head_dim)                                            \
  LIG_KERNEL(kTileThreads)                                                                    \
  ligature_attention_forward_##dtype##_##head_dim(AttentionForwardArguments call) {           \
    forward_base<Element, head_dim>(call);                                                    \
  }                                                                                           \
  LIG_KERNEL(kTileThreads)                                                                    \
  ligature_attention_backward_queries_##dtype##_##head_dim(AttentionBackwardArguments call) { \
    backward_queries_base<Element, head_dim>(call);                                           \
  }                                                                                           \
  LIG_KERNEL(kTileThreads)                                                                    \
  ligature_attention_backward_keys_##dtype##_##head_dim(AttentionBackwardArguments call) {    \
    backward_keys_base<Element, head_dim>(call);                                              \
  }

LIG_BASE_KERNELS(bf16, Bf16, 64)
LIG_BASE_KERNELS(bf16, Bf16, 128)
LIG_BASE_KERNELS(f16, F16, 64)
LIG_BASE_KERNELS(f16, F16, 128)
