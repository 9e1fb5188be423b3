// Which kernels compute a call, on which grids. Plain C++ for the host: the emulator's tests launch what the device is
// given.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>

#include "arguments.h"

namespace ligature::cuda {

// Numbers 0 and 1 are those of lig_dtype.
enum class Dtype { kF32, kBf16, kF16 };

struct Launch {
  std::string kernel;
  uint32_t blocks = 0;  // 0: there is nothing to do, and nothing to launch
  uint32_t threads = 0;
  uint32_t shared_bytes = 0;  // at most 99 KB; past 48 KB a device wants to be told so beforehand
};

inline const char* dtype_name(Dtype dtype) {
  return dtype == Dtype::kF32 ? "f32" : dtype == Dtype::kBf16 ? "bf16" : "f16";
}

// All kernels have as many threads, so that a base kernel can call the general code.
constexpr uint32_t kThreads = 128;
constexpr uint32_t kWarps = kThreads / 32;

// Kernels that loop over a grid that is too small take any number of items.
inline uint32_t capped_blocks(int64_t items) {
  constexpr int64_t kMostBlocks = 1 << 20;
  return static_cast<uint32_t>(std::min(items, kMostBlocks));
}

// Base kernels read and write 16 bytes at a time.
inline bool aligned(const void* address) { return reinterpret_cast<uintptr_t>(address) % 16 == 0; }

inline bool base_serves(const AttentionInputs& in, Dtype dtype) {
  return dtype != Dtype::kF32 && (in.head_dim == 64 || in.head_dim == 128) && aligned(in.q) && aligned(in.k) &&
         aligned(in.v);
}

// What kernels lay out in shared memory; the tests compare it with what they do lay out.
constexpr uint32_t kGeneralBytes = kWarps * (2 * kMaxHeadDim + 2 * kTile) * sizeof(float);
constexpr uint32_t kSlotBytes = kWarps * sizeof(double);
constexpr uint32_t tiles_bytes(uint32_t tiles, int32_t head_dim) {
  return tiles * kTile * static_cast<uint32_t>(head_dim) * 2 + 16;
}
constexpr uint32_t forward_bytes(int32_t head_dim) { return tiles_bytes(5, head_dim); }
constexpr uint32_t backward_queries_bytes(int32_t head_dim) { return tiles_bytes(6, head_dim); }
constexpr uint32_t backward_keys_bytes(int32_t head_dim) {
  return tiles_bytes(6, head_dim) + 4 * kTile * sizeof(float);
}

// Columns that a warp gathers.
constexpr int64_t kStrip = 128;

// `parts` blocks for each tile.
inline Launch attention_launch(const std::string& name, const AttentionInputs& in, Dtype dtype, bool base,
                               int64_t num_tiles, int32_t num_heads, uint32_t parts, uint32_t base_bytes) {
  const int64_t items = num_tiles * num_heads;
  if (!base) return {name + "_general_" + dtype_name(dtype), capped_blocks(items), kThreads, kGeneralBytes};
  return {name + "_" + dtype_name(dtype) + "_" + std::to_string(in.head_dim), static_cast<uint32_t>(items * parts),
          kThreads, base_bytes};
}

inline Launch forward_launch(const AttentionForwardArguments& call, Dtype dtype) {
  const bool base = base_serves(call.in, dtype) && aligned(call.out);
  return attention_launch("ligature_attention_forward", call.in, dtype, base, call.in.num_query_tiles,
                          call.in.num_heads, 1, forward_bytes(call.in.head_dim));
}

// Backward is these three, in this order.
inline Launch delta_launch(const AttentionBackwardArguments& call, Dtype dtype) {
  const int64_t rows = call.in.num_queries * call.in.num_heads;
  return {std::string("ligature_attention_delta_") + dtype_name(dtype), capped_blocks((rows + kWarps - 1) / kWarps),
          kThreads, 0};
}

inline Launch backward_queries_launch(const AttentionBackwardArguments& call, Dtype dtype) {
  const bool base = base_serves(call.in, dtype) && aligned(call.dout) && aligned(call.dq);
  return attention_launch("ligature_attention_backward_queries", call.in, dtype, base, call.in.num_query_tiles,
                          call.in.num_heads, 1, backward_queries_bytes(call.in.head_dim));
}

inline Launch backward_keys_launch(const AttentionBackwardArguments& call, Dtype dtype) {
  const bool base = base_serves(call.in, dtype) && aligned(call.dout) && aligned(call.dk) && aligned(call.dv);
  return attention_launch("ligature_attention_backward_keys", call.in, dtype, base, call.in.num_key_tiles,
                          call.in.num_kv_heads, call.in.head_dim == 64 ? 1 : 2, backward_keys_bytes(call.in.head_dim));
}

// `source` and `target` are the same, or one of them is floats.
inline Launch gather_launch(const GatherArguments& arguments, Dtype source, Dtype target) {
  const int64_t items = arguments.num_targets * ((arguments.call.dim + kStrip - 1) / kStrip);
  return {std::string("ligature_gather_") + dtype_name(source) + "_to_" + dtype_name(target),
          capped_blocks((items + kWarps - 1) / kWarps), kThreads, 0};
}

// The gradient of slot weights is these two, in this order.
inline Launch slot_dots_launch(const SlotArguments& arguments, Dtype dtype) {
  return {std::string("ligature_slot_dots_") + dtype_name(dtype),
          capped_blocks((arguments.num_targets + kWarps - 1) / kWarps), kThreads, 0};
}

inline Launch slot_sums_launch(const SlotArguments& arguments) {
  return {"ligature_slot_sums", capped_blocks(arguments.num_slots), kThreads, kSlotBytes};
}

}  // namespace ligature::cuda
