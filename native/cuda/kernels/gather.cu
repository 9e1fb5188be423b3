// The kernels of chunk embedding, by name.
#include "gather.cuh"

using namespace ligature;

#define LIG_GATHER_KERNEL(source, Source, target, Target) \
  LIG_KERNEL(kGatherThreads)                              \
  ligature_gather_##source##_to_##target(GatherArguments arguments) { gather<Source, Target>(arguments); }

LIG_GATHER_KERNEL(f32, float, f32, float)
LIG_GATHER_KERNEL(bf16, Bf16, bf16, Bf16)
LIG_GATHER_KERNEL(f16, F16, f16, F16)
LIG_GATHER_KERNEL(bf16, Bf16, f32, float)
LIG_GATHER_KERNEL(f16, F16, f32, float)
LIG_GATHER_KERNEL(f32, float, bf16, Bf16)
LIG_GATHER_KERNEL(f32, float, f16, F16)

#define LIG_SLOT_KERNEL(dtype, Element) \
  LIG_KERNEL(kGatherThreads) ligature_slot_dots_##dtype(SlotArguments arguments) { slot_dots<Element>(arguments); }

LIG_SLOT_KERNEL(f32, float)
LIG_SLOT_KERNEL(bf16, Bf16)
LIG_SLOT_KERNEL(f16, F16)

LIG_KERNEL(kGatherThreads) ligature_slot_sums(SlotArguments arguments) { slot_sums(arguments); }
