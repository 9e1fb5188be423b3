// The attention kernels that run any dtype and head dim, by name.
#include "attention_general.cuh"

using namespace ligature;

#define LIG_GENERAL_KERNELS(dtype, Element)                                                                      \
  LIG_KERNEL(kGeneralThreads)                                                                                    \
  ligature_attention_forward_general_##dtype(AttentionForwardArguments call) { forward_general<Element>(call); } \
  LIG_KERNEL(kGeneralThreads)                                                                                    \
  ligature_attention_delta_##dtype(AttentionBackwardArguments call) { backward_delta<Element>(call); }           \
  LIG_KERNEL(kGeneralThreads)                                                                                    \
  ligature_attention_backward_queries_general_##dtype(AttentionBackwardArguments call) {                         \
    backward_queries_general<Element>(call);                                                                     \
  }                                                                                                              \
  LIG_KERNEL(kGeneralThreads)                                                                                    \
  ligature_attention_backward_keys_general_##dtype(AttentionBackwardArguments call) {                            \
    backward_keys_general<Element>(call);                                                                        \
  }

LIG_GENERAL_KERNELS(f32, float)
LIG_GENERAL_KERNELS(bf16, Bf16)
LIG_GENERAL_KERNELS(f16, F16)
