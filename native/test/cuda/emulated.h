// The kernels of native/cuda on the emulator.
#pragma once
#include <cstdint>

#include "../../cuda/kernels/launches.h"

namespace ligature_test {

// How many tiles base kernels have computed again so far, pair by pair.
int64_t recomputed_tiles();

// Runs one launch. A fault of the kernel is a failed check.
void launch(const ligature::cuda::Launch& launch, const ligature::AttentionForwardArguments& arguments, uint64_t seed);
void launch(const ligature::cuda::Launch& launch, const ligature::AttentionBackwardArguments& arguments, uint64_t seed);
void launch(const ligature::cuda::Launch& launch, const ligature::GatherArguments& arguments, uint64_t seed);
void launch(const ligature::cuda::Launch& launch, const ligature::SlotArguments& arguments, uint64_t seed);

}  // namespace ligature_test
