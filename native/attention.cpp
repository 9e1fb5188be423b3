#include "attention.h"

#include <algorithm>
#include <utility>

#include "checks.h"

namespace ligature {
namespace {

// Heads [begin, end).
struct HeadRange {
  int32_t begin;
  int32_t end;
};

// What runs loops as a pool does, on the calling thread alone.
class Alone {
 public:
  int32_t num_threads() const { return 1; }
  template <class Body>
  void run(int64_t count, Body&& body) {
    for (int64_t item = 0; item < count; ++item) body(item, 0);
  }
};

// Runs body(head, index, worker) for every head and every index of [0, count).
template <class Pool, class Body>
void for_each(Pool& pool, HeadRange heads, int64_t count, Body body) {
  pool.run((heads.end - heads.begin) * count, [&](int64_t item, int32_t worker) {
    body(heads.begin + static_cast<int32_t>(item / count), item % count, worker);
  });
}

// The same over the keys and the queries of some heads in one loop, so that threads wake and meet once.
template <class Pool, class KeyBody, class QueryBody>
void for_each_tile(Pool& pool, HeadRange kv_heads, int64_t key_tiles, KeyBody key_body, HeadRange heads,
                   int64_t query_tiles, QueryBody query_body) {
  const int64_t of_keys = (kv_heads.end - kv_heads.begin) * key_tiles;
  const int64_t of_queries = (heads.end - heads.begin) * query_tiles;
  pool.run(of_keys + of_queries, [&](int64_t item, int32_t) {
    if (item < of_keys) {
      key_body(kv_heads.begin + static_cast<int32_t>(item / key_tiles), item % key_tiles);
    } else {
      item -= of_keys;
      query_body(heads.begin + static_cast<int32_t>(item / query_tiles), item % query_tiles);
    }
  });
}

// Where in [0, count) the thread that now has `index` will likely go on.
template <class Pool>
int64_t next_index(const Pool& pool, int64_t index, int64_t count) {
  return std::min(index + pool.num_threads(), count - 1);
}

bool holds_tiles(const TileList& list, int64_t row) { return list.indptr[row] != list.indptr[row + 1]; }

// Whether each thread shall take whole heads, with no other to wait for and the packs of one head in its own cache:
// where heads are small, and shared out evenly.
bool takes_whole_heads(int32_t num_kv_heads, int64_t pack_floats, int32_t num_threads) {
  constexpr int64_t kSmallFloats = 4 << 20;
  return num_threads > 1 && pack_floats <= kSmallFloats &&
         (num_kv_heads % num_threads == 0 || num_kv_heads >= 4 * num_threads);
}

// Else a few heads are packed and run before the next come, so that packs stay in cache and take little memory. More
// than one at a time serves threads only: enough heads to keep them busy when each has `items` items, and not fewer
// than fit a cache together, as waking threads costs tens of microseconds. Heads share no sum, so results do not depend
// on it.
int32_t heads_at_once(int32_t num_kv_heads, int64_t items, int64_t pack_floats, int32_t num_threads) {
  constexpr int64_t kItemsPerThread = 8;
  constexpr int64_t kCachedFloats = 2 << 20;
  if (num_threads == 1) return 1;
  const int64_t busy = kItemsPerThread * num_threads / std::max<int64_t>(1, items) + 1;
  const int64_t cached = kCachedFloats / std::max<int64_t>(1, pack_floats);
  return static_cast<int32_t>(std::min<int64_t>(num_kv_heads, std::max(busy, cached)));
}

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

AttentionPlan::AttentionPlan(std::shared_ptr<Context> context, BlockMask mask, const AttentionInputs& shape,
                             int32_t dtype)
    : context_(std::move(context)),
      mask_(std::move(mask)),
      shape_(shape),
      dtype_(dtype),
      forward_(part(kernels().forward_sizes(shape.head_dim), shape.num_query_tiles)),
      backward_(part(kernels().backward_sizes(shape.head_dim), backward_strips(shape))),
      forward_workspaces_(workspace_floats(forward_)),
      backward_workspaces_(workspace_floats(backward_)) {}

AttentionPlan::Part AttentionPlan::part(const AttentionSizes& sizes, int64_t items) const {
  const int64_t key_pack = checked_product(shape_.num_key_tiles, sizes.key_pack);
  const int64_t query_pack = checked_product(
      checked_product(shape_.num_heads / shape_.num_kv_heads, shape_.num_query_tiles), sizes.query_pack);
  const int64_t packs = checked_sum(key_pack, query_pack);
  const int32_t threads = context_->pool.num_threads();
  const bool whole = takes_whole_heads(shape_.num_kv_heads, packs, threads);
  const int32_t kv_heads = whole ? threads : heads_at_once(shape_.num_kv_heads, items, packs, threads);
  return {whole, kv_heads, key_pack, query_pack, sizes.scratch};
}

int64_t AttentionPlan::workspace_floats(const Part& part) const {
  return checked_sum(checked_product(part.kv_heads, checked_sum(part.key_pack, part.query_pack)),
                     checked_product(context_->pool.num_threads(), part.scratch));
}

AttentionInputs AttentionPlan::inputs(const void* q, const void* k, const void* v) const {
  AttentionInputs in = shape_;
  in.q = q;
  in.k = k;
  in.v = v;
  return in;
}

// Calls body(pool, kv_heads, heads that read them, their work space) for a few kv heads after the other, or for each by
// the thread that takes it.
template <class Body>
void AttentionPlan::for_few_heads(const Part& part, float* workspace, Body body) const {
  const int32_t group = shape_.num_heads / shape_.num_kv_heads;
  float* query_packs = workspace + part.kv_heads * part.key_pack;
  float* scratch = query_packs + part.kv_heads * part.query_pack;
  if (part.whole_heads) {
    context_->pool.run(shape_.num_kv_heads, [&](int64_t item, int32_t worker) {
      const auto head = static_cast<int32_t>(item);
      Alone alone;
      body(alone, HeadRange{head, head + 1}, HeadRange{head * group, (head + 1) * group},
           Workspace{workspace + worker * part.key_pack, query_packs + worker * part.query_pack,
                     scratch + worker * part.scratch});
    });
    return;
  }
  for (int32_t begin = 0; begin < shape_.num_kv_heads; begin += part.kv_heads) {
    const int32_t end = std::min(begin + part.kv_heads, shape_.num_kv_heads);
    body(context_->pool, HeadRange{begin, end}, HeadRange{begin * group, end * group},
         Workspace{workspace, query_packs, scratch});
  }
}

void AttentionPlan::forward(void* out, float* lse, const void* q, const void* k, const void* v) {
  const Workspaces::Lease workspace(forward_workspaces_);
  const TileList columns = mask_.columns();
  const std::vector<int32_t>& order = mask_.row_order();
  const int64_t key_tiles = shape_.num_key_tiles;
  const int64_t query_tiles = shape_.num_query_tiles;
  for_few_heads(forward_, workspace.floats(), [&](auto& pool, HeadRange kv_heads, HeadRange heads, Workspace space) {
    const ForwardCall call{inputs(q, k, v), mask_.rows(), out, lse, space.key_packs, kv_heads.begin};
    for_each(pool, kv_heads, key_tiles, [&](int32_t kv_head, int64_t tile, int32_t) {
      if (holds_tiles(columns, tile))
        kernels().forward_pack_keys(call, kv_head, tile, next_index(pool, tile, key_tiles));
    });
    for_each(pool, heads, query_tiles, [&](int32_t head, int64_t index, int32_t worker) {
      kernels().forward(call, head, order[index], order[next_index(pool, index, query_tiles)],
                        space.scratch + worker * forward_.scratch);
    });
  });
}

void AttentionPlan::backward(void* dq, void* dk, void* dv, const void* dout, const void* out, const float* lse,
                             const void* q, const void* k, const void* v) {
  const Workspaces::Lease workspace(backward_workspaces_);
  const int64_t strips = backward_strips(shape_);
  const int64_t key_tiles = shape_.num_key_tiles;
  const int64_t query_tiles = shape_.num_query_tiles;
  for_few_heads(backward_, workspace.floats(), [&](auto& pool, HeadRange kv_heads, HeadRange heads, Workspace space) {
    const BackwardCall call{inputs(q, k, v), mask_.rows(),      mask_.columns(), dout, out, lse, dq, dk, dv,
                            space.key_packs, space.query_packs, kv_heads.begin};
    for_each_tile(
        pool, kv_heads, key_tiles,
        [&](int32_t kv_head, int64_t tile) {
          kernels().backward_begin_keys(call, kv_head, tile, next_index(pool, tile, key_tiles));
        },
        heads, query_tiles,
        [&](int32_t head, int64_t tile) {
          kernels().backward_begin_queries(call, head, tile, next_index(pool, tile, query_tiles));
        });
    for (int64_t round = 0; round < strips; ++round) {
      for_each(pool, kv_heads, strips, [&](int32_t kv_head, int64_t at, int32_t worker) {
        kernels().backward(call, kv_head, strip(at, strips, key_tiles),
                           strip((at + round) % strips, strips, query_tiles),
                           space.scratch + worker * backward_.scratch);
      });
    }
    for_each_tile(
        pool, kv_heads, key_tiles,
        [&](int32_t kv_head, int64_t tile) { kernels().backward_end_keys(call, kv_head, tile); }, heads, query_tiles,
        [&](int32_t head, int64_t tile) { kernels().backward_end_queries(call, head, tile); });
  });
}

}  // namespace ligature
