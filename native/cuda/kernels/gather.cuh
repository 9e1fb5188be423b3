// Sums of rows picked by index lists, which is all that chunk embedding is, forward and backward. Each result has one
// owner, which adds its entries in order.
#pragma once
#include "arguments.h"
#include "primitives.h"

namespace ligature {

constexpr uint32_t kGatherThreads = 128;
constexpr uint32_t kGatherColumns = 4;  // of a lane
constexpr uint32_t kGatherStrip = kGatherColumns * kWarpSize;

template <class Element>
LIG_DEVICE const Element* source_row(const GatherCall& call, int source, int64_t e) {
  const GatherSource& from = call.sources[source];
  const int64_t row = from.indices == nullptr ? e : int64_t{from.indices[e]};
  return static_cast<const Element*>(from.rows) + row * call.dim;
}

// One strip of columns of one target, by a warp.
template <class Source, class Target>
LIG_DEVICE void gather_strip(const GatherCall& call, int64_t i, int64_t first_column) {
  const int64_t lane = thread_index() % kWarpSize;
  float sums[kGatherColumns] = {};
  for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
    const float weight = call.weights != nullptr ? call.weights[call.weight_indices[e]] : 1;
    for (int s = 0; s < call.num_sources; ++s) {
      const Source* row = source_row<Source>(call, s, e);
      LIG_UNROLL for (uint32_t j = 0; j < kGatherColumns; ++j) {
        const int64_t x = first_column + j * kWarpSize + lane;
        if (x < call.dim) sums[j] += weight * widened(row[x]);
      }
    }
  }
  const float target_weight = call.target_weights != nullptr ? call.target_weights[i] : 1;
  const int64_t target_row = call.target_rows != nullptr ? int64_t{call.target_rows[i]} : i;
  Target* target = static_cast<Target*>(call.target) + target_row * call.dim;
  LIG_UNROLL for (uint32_t j = 0; j < kGatherColumns; ++j) {
    const int64_t x = first_column + j * kWarpSize + lane;
    if (x < call.dim) put(target + x, (call.add ? widened(target[x]) : 0) + target_weight * sums[j]);
  }
}

template <class Source, class Target>
LIG_DEVICE void gather(const GatherArguments& arguments) {
  const int64_t strips = (arguments.call.dim + kGatherStrip - 1) / kGatherStrip;
  const int64_t warps = int64_t{kGatherThreads / kWarpSize} * num_blocks();
  int64_t item = int64_t{kGatherThreads / kWarpSize} * block_index() + thread_index() / kWarpSize;
  for (; item < arguments.num_targets * strips; item += warps) {
    gather_strip<Source, Target>(arguments.call, item / strips, item % strips * kGatherStrip);
  }
}

// dots of the entries of each target, a warp for each target.
template <class Element>
LIG_DEVICE void slot_dots(const SlotArguments& arguments) {
  const GatherCall& call = arguments.call;
  const int64_t lane = thread_index() % kWarpSize;
  const int64_t warps = int64_t{kGatherThreads / kWarpSize} * num_blocks();
  int64_t i = int64_t{kGatherThreads / kWarpSize} * block_index() + thread_index() / kWarpSize;
  for (; i < arguments.num_targets; i += warps) {
    const Element* drow = static_cast<const Element*>(arguments.dtarget) + i * call.dim;
    for (int64_t e = call.indptr[i]; e < call.indptr[i + 1]; ++e) {
      double sum = 0;
      for (int s = 0; s < call.num_sources; ++s) {
        const Element* row = source_row<Element>(call, s, e);
        for (int64_t x = lane; x < call.dim; x += kWarpSize) {
          sum += static_cast<double>(widened(drow[x])) * static_cast<double>(widened(row[x]));
        }
      }
      sum = warp_sum(sum);
      if (lane == 0) arguments.dots[e] = sum;
    }
  }
}

// The dots of each slot, a block for each slot: each thread its entries in order, then the threads in a fixed order.
LIG_DEVICE void slot_sums(const SlotArguments& arguments) {
  auto* of_warps = reinterpret_cast<double*>(shared_memory());
  for (int64_t slot = block_index(); slot < arguments.num_slots; slot += num_blocks()) {
    double sum = 0;
    for (int64_t e = thread_index(); e < arguments.num_entries; e += kGatherThreads) {
      if (arguments.call.weight_indices[e] == slot) sum += arguments.dots[e];
    }
    sum = warp_sum(sum);
    if (thread_index() % kWarpSize == 0) of_warps[thread_index() / kWarpSize] = sum;
    sync_block();
    if (thread_index() == 0) {
      sum = 0;
      for (uint32_t warp = 0; warp < kGatherThreads / kWarpSize; ++warp) sum += of_warps[warp];
      arguments.dslots[slot] = static_cast<float>(sum);
    }
    sync_block();
  }
}

constexpr uint32_t kSlotSharedBytes = kGatherThreads / kWarpSize * sizeof(double);

}  // namespace ligature
