#include "emulated.h"

#include <cinttypes>
#include <map>

#include "../../cuda/kernels/attention_base.cu"
#include "../../cuda/kernels/attention_general.cu"
#include "../../cuda/kernels/gather.cu"
#include "../check.h"

namespace ligature_test {
namespace {

template <class Arguments>
using Kernels = std::map<std::string, void (*)(Arguments)>;

#define NAMED(name) \
  { #name, name }
#define OF_EACH_DTYPE(name) NAMED(name##_f32), NAMED(name##_bf16), NAMED(name##_f16)
#define OF_EACH_BASE(name) NAMED(name##_bf16_64), NAMED(name##_bf16_128), NAMED(name##_f16_64), NAMED(name##_f16_128)

const Kernels<AttentionForwardArguments> kForward = {OF_EACH_DTYPE(ligature_attention_forward_general),
                                                     OF_EACH_BASE(ligature_attention_forward)};

const Kernels<AttentionBackwardArguments> kBackward = {
    OF_EACH_DTYPE(ligature_attention_delta), OF_EACH_DTYPE(ligature_attention_backward_queries_general),
    OF_EACH_DTYPE(ligature_attention_backward_keys_general), OF_EACH_BASE(ligature_attention_backward_queries),
    OF_EACH_BASE(ligature_attention_backward_keys)};

const Kernels<GatherArguments> kGather = {NAMED(ligature_gather_f32_to_f32), NAMED(ligature_gather_bf16_to_bf16),
                                          NAMED(ligature_gather_f16_to_f16), NAMED(ligature_gather_bf16_to_f32),
                                          NAMED(ligature_gather_f16_to_f32), NAMED(ligature_gather_f32_to_bf16),
                                          NAMED(ligature_gather_f32_to_f16)};

const Kernels<SlotArguments> kSlots = {OF_EACH_DTYPE(ligature_slot_dots), NAMED(ligature_slot_sums)};

template <class Arguments>
void launch(const Kernels<Arguments>& kernels, const cuda::Launch& launch, const Arguments& arguments, uint64_t seed) {
  const auto kernel = kernels.find(launch.kernel);
  CHECK(kernel != kernels.end(), "no kernel %s", launch.kernel.c_str());
  if (kernel == kernels.end() || launch.blocks == 0) return;
  try {
    emulator::run_grid([&] { kernel->second(arguments); }, launch.blocks, launch.threads, launch.shared_bytes, seed);
  } catch (const emulator::Fault& fault) {
    CHECK(false, "%s: %s; emulator seed %" PRIu64, launch.kernel.c_str(), fault.what(), seed);
  }
}

}  // namespace

// The launches and the kernels must agree.
static_assert(cuda::kThreads == kGeneralThreads && cuda::kThreads == kTileThreads && cuda::kThreads == kGatherThreads);
static_assert(cuda::kStrip == kGatherStrip && cuda::kSlotBytes == kSlotSharedBytes);
static_assert(cuda::kGeneralBytes == kGeneralSharedBytes && kGeneralSharedBytes <= kForwardSharedBytes<64>);
static_assert(cuda::forward_bytes(64) == kForwardSharedBytes<64>);
static_assert(cuda::forward_bytes(128) == kForwardSharedBytes<128>);
static_assert(cuda::backward_queries_bytes(64) == kBackwardQueriesSharedBytes<64>);
static_assert(cuda::backward_queries_bytes(128) == kBackwardQueriesSharedBytes<128>);
static_assert(cuda::backward_keys_bytes(64) == kBackwardKeysSharedBytes<64>);
static_assert(cuda::backward_keys_bytes(128) == kBackwardKeysSharedBytes<128>);

int64_t recomputed_tiles() { return ligature::recomputed_tiles; }

void launch(const cuda::Launch& to_launch, const AttentionForwardArguments& arguments, uint64_t seed) {
  launch(kForward, to_launch, arguments, seed);
}

void launch(const cuda::Launch& to_launch, const AttentionBackwardArguments& arguments, uint64_t seed) {
  launch(kBackward, to_launch, arguments, seed);
}

void launch(const cuda::Launch& to_launch, const GatherArguments& arguments, uint64_t seed) {
  launch(kGather, to_launch, arguments, seed);
}

void launch(const cuda::Launch& to_launch, const SlotArguments& arguments, uint64_t seed) {
  launch(kSlots, to_launch, arguments, seed);
}

}  // namespace ligature_test
