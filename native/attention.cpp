#include "attention.h"

#include <algorithm>
#include <utility>

#include "checks.h"

namespace ligature {
namespace {

// Runs body(head, tile, worker) for every head and every tile of `order`. Heads are outermost: the keys and values
// of one head then stay in cache while its tiles go by.
template <class Body>
void for_each_tile(ThreadPool& pool, int32_t num_heads, const std::vector<int32_t>& order, Body body) {
  const int64_t tiles = static_cast<int64_t>(order.size());
  pool.run(tiles * num_heads, [&](int64_t item, int32_t worker) {
    body(static_cast<int32_t>(item / tiles), int64_t{order[item % tiles]}, worker);
  });
}

// Runs body(head, tile, worker) for every head and all of `tiles` in turn.
template <class Body>
void for_each_tile(ThreadPool& pool, int32_t num_heads, int64_t tiles, Body body) {
  pool.run(tiles * num_heads, [&](int64_t item, int32_t) { body(static_cast<int32_t>(item / tiles), item % tiles); });
}

bool holds_tiles(const TileList& list, int64_t row) { return list.indptr[row] != list.indptr[row + 1]; }

// Backward sums into both its sides, so keys and queries are each cut into as many strips, and in round i key strip s
// meets query strip s + i, cyclically: the items of a round share nothing, and every sum grows in one order whatever
// the number of threads, as the strips depend on the shape alone. A strip of less than two tiles would not repay its
// start.
int64_t backward_strips(const AttentionInputs& shape) {
  constexpr int64_t kEnoughItems = 64;
  const int64_t wanted = (kEnoughItems + shape.num_kv_heads - 1) / shape.num_kv_heads;
  return std::max<int64_t>(1, std::min(wanted, std::max(shape.num_query_tiles, shape.num_key_tiles) / 2));
}

TileRange strip(int64_t index, int64_t strips, int64_t tiles) {
  return {index * tiles / strips, (index + 1) * tiles / strips};
}

}  // namespace

AttentionPlan::AttentionPlan(std::shared_ptr<Context> context, BlockMask mask, const AttentionInputs& shape)
    : context_(std::move(context)),
      mask_(std::move(mask)),
      shape_(shape),
      forward_sizes_(context_->kernels.attention.forward_sizes(shape.head_dim)),
      backward_sizes_(context_->kernels.attention.backward_sizes(shape.head_dim)),
      forward_workspaces_(workspace_floats(forward_sizes_)),
      backward_workspaces_(workspace_floats(backward_sizes_)) {}

// [key packs | query packs | scratch of each thread]
int64_t AttentionPlan::workspace_floats(const AttentionSizes& sizes) const {
  const int64_t keys = checked_product(checked_product(shape_.num_kv_heads, shape_.num_key_tiles), sizes.key_pack);
  const int64_t queries = checked_product(checked_product(shape_.num_heads, shape_.num_query_tiles), sizes.query_pack);
  const int64_t scratch = checked_product(context_->pool.num_threads(), sizes.scratch);
  return checked_sum(checked_sum(keys, queries), scratch);
}

AttentionInputs AttentionPlan::inputs(const float* q, const float* k, const float* v) const {
  AttentionInputs in = shape_;
  in.q = q;
  in.k = k;
  in.v = v;
  return in;
}

void AttentionPlan::forward(float* out, float* lse, const float* q, const float* k, const float* v) {
  const AttentionKernels& kernels = context_->kernels.attention;
  ThreadPool& pool = context_->pool;
  Workspaces::Lease workspace(forward_workspaces_);
  float* key_packs = workspace.floats();
  float* scratch = key_packs + shape_.num_kv_heads * shape_.num_key_tiles * forward_sizes_.key_pack;
  const ForwardCall call{inputs(q, k, v), mask_.rows(), out, lse, key_packs};
  const TileList columns = mask_.columns();

  if (forward_sizes_.key_pack != 0) {
    for_each_tile(pool, shape_.num_kv_heads, mask_.column_order(), [&](int32_t kv_head, int64_t tile, int32_t) {
      if (holds_tiles(columns, tile)) kernels.forward_pack_keys(call, kv_head, tile);
    });
  }
  for_each_tile(pool, shape_.num_heads, mask_.row_order(), [&](int32_t head, int64_t tile, int32_t worker) {
    kernels.forward(call, head, tile, scratch + worker * forward_sizes_.scratch);
  });
}

void AttentionPlan::backward(float* dq, float* dk, float* dv, const float* dout, const float* out, const float* lse,
                             const float* q, const float* k, const float* v) {
  const AttentionKernels& kernels = context_->kernels.attention;
  ThreadPool& pool = context_->pool;
  Workspaces::Lease workspace(backward_workspaces_);
  float* key_packs = workspace.floats();
  float* query_packs = key_packs + shape_.num_kv_heads * shape_.num_key_tiles * backward_sizes_.key_pack;
  float* scratch = query_packs + shape_.num_heads * shape_.num_query_tiles * backward_sizes_.query_pack;
  const BackwardCall call{inputs(q, k, v), mask_.rows(), mask_.columns(), dout, out, lse, dq, dk, dv,
                          key_packs,       query_packs};

  for_each_tile(pool, shape_.num_kv_heads, shape_.num_key_tiles,
                [&](int32_t kv_head, int64_t tile) { kernels.backward_begin_keys(call, kv_head, tile); });
  for_each_tile(pool, shape_.num_heads, shape_.num_query_tiles,
                [&](int32_t head, int64_t tile) { kernels.backward_begin_queries(call, head, tile); });
  const int64_t strips = backward_strips(shape_);
  for (int64_t round = 0; round < strips; ++round) {
    pool.run(shape_.num_kv_heads * strips, [&](int64_t item, int32_t worker) {
      const int64_t at = item % strips;
      kernels.backward(call, static_cast<int32_t>(item / strips), strip(at, strips, shape_.num_key_tiles),
                       strip((at + round) % strips, strips, shape_.num_query_tiles),
                       scratch + worker * backward_sizes_.scratch);
    });
  }
  for_each_tile(pool, shape_.num_kv_heads, shape_.num_key_tiles,
                [&](int32_t kv_head, int64_t tile) { kernels.backward_end_keys(call, kv_head, tile); });
  for_each_tile(pool, shape_.num_heads, shape_.num_query_tiles,
                [&](int32_t head, int64_t tile) { kernels.backward_end_queries(call, head, tile); });
}

}  // namespace ligature
