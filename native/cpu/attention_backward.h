// Attention backward in two passes, so that every gradient has one owner (after Dao et al., "FlashAttention", 2022):
//   queries: ds [6, 64] = p * (dout . v - delta) for six queries and a key tile -> dq += ds x k
//   keys:    the same transposed, six keys and a query tile -> dv += p x dout, dk += ds x q
// p is recomputed from lse. Included once by each engine.
//
// As in forward, q is packed times the scale, which dk then has in it.
#pragma once
#include "product.h"
#include "tile.h"

namespace ligature {
namespace {

struct BackwardKeys {
  float* k_columns;  // [head_dim, 64]
  float* v_columns;  // [head_dim, 64]
  float* k_rows;     // [64, row_floats]
  float* k_finite;   // 1 where all of k_rows is finite, else 0

  static constexpr int64_t kFlags = 16;
  static int64_t floats(int32_t d) { return kTile * (2 * d + row_floats(d)) + kFlags; }
  static BackwardKeys of(const BackwardCall& call, int32_t kv_head, int64_t tile) {
    const int32_t d = call.in.head_dim;
    float* at = call.key_packs + (kv_head * call.in.num_key_tiles + tile) * floats(d);
    return {at, at + kTile * d, at + 2 * kTile * d, at + kTile * (2 * d + row_floats(d))};
  }
};

struct BackwardQueries {
  float* q_columns;     // [head_dim, 64]
  float* dout_columns;  // [head_dim, 64]
  float* q_rows;        // [64, row_floats]
  float* dout_rows;     // [64, row_floats]
  float* lse;           // [64]
  float* delta;         // [64], rowsum(dout * out)
  uint64_t* live;       // bit r: query r exists and has a kept score above -inf
  float* finite;        // 1 where all of q_rows and dout_rows is finite, else 0

  static constexpr int64_t kFlags = 16;
  static int64_t floats(int32_t d) { return kTile * (2 * d + 2 * row_floats(d) + 2) + kFlags; }
  static BackwardQueries of(const BackwardCall& call, int32_t head, int64_t tile) {
    const int32_t d = call.in.head_dim;
    float* at = call.query_packs + (head * call.in.num_query_tiles + tile) * floats(d);
    float* rows = at + 2 * kTile * d;
    float* lse = rows + 2 * kTile * row_floats(d);
    float* flags = lse + 2 * kTile;
    return {at,
            at + kTile * d,
            rows,
            rows + kTile * row_floats(d),
            lse,
            lse + kTile,
            reinterpret_cast<uint64_t*>(flags),
            flags + 2};
  }
};

// A thread's scratch: two sums (dk and dv, or dq alone) and the scores of a group of rows.
struct BackwardState {
  float* sums[2];  // [64, row_floats]
  float* p;        // [kMostRows, 64]
  float* ds;       // [kMostRows, 64]

  static int64_t floats(int32_t d) { return kTile * (2 * row_floats(d) + 2 * kMostRows); }
  static BackwardState of(float* at, int32_t d) {
    float* p = at + 2 * kTile * row_floats(d);
    return {{at, at + kTile * row_floats(d)}, p, p + kTile * kMostRows};
  }
};

void backward_pack_keys(const BackwardCall& call, int32_t kv_head, int64_t tile) {
  const AttentionInputs& in = call.in;
  const BackwardKeys keys = BackwardKeys::of(call, kv_head, tile);
  const int rows = chunks_in_tile(tile, in.num_keys);
  const int64_t at = key_offset(in, tile * kTile, kv_head);
  pack_columns(keys.k_columns, in.k + at, key_stride(in), rows, in.head_dim, 1);
  pack_columns(keys.v_columns, in.v + at, key_stride(in), rows, in.head_dim, 1);
  *keys.k_finite = pack_rows(keys.k_rows, in.k + at, key_stride(in), rows, in.head_dim, 1) ? 1 : 0;
}

void backward_pack_queries(const BackwardCall& call, int32_t head, int64_t tile) {
  const AttentionInputs& in = call.in;
  const int32_t d = in.head_dim;
  const BackwardQueries queries = BackwardQueries::of(call, head, tile);
  const int rows = chunks_in_tile(tile, in.num_queries);
  const int64_t at = query_offset(in, tile * kTile, head);
  pack_columns(queries.q_columns, in.q + at, query_stride(in), rows, d, in.softmax_scale);
  pack_columns(queries.dout_columns, call.dout + at, query_stride(in), rows, d, 1);
  const bool q_finite = pack_rows(queries.q_rows, in.q + at, query_stride(in), rows, d, in.softmax_scale);
  const bool dout_finite = pack_rows(queries.dout_rows, call.dout + at, query_stride(in), rows, d, 1);
  *queries.finite = q_finite && dout_finite ? 1 : 0;
  uint64_t live = 0;
  for (int r = 0; r < rows; ++r) {
    const float lse = call.lse[(tile * kTile + r) * in.num_heads + head];
    if (lse != -INFINITY) live |= uint64_t{1} << r;
    queries.lse[r] = lse;
    const float* dout = call.dout + at + r * query_stride(in);
    const float* out = call.out + at + r * query_stride(in);
    Vec sum = {};
    int32_t x = 0;
    for (; x + kLanes <= d; x += kLanes) sum += load(dout + x) * load(out + x);
    if (x < d) sum += load_first(dout + x, d - x) * load_first(out + x, d - x);
    queries.delta[r] = sum_of_lanes(sum);
  }
  for (int r = rows; r < kTile; ++r) queries.lse[r] = queries.delta[r] = 0;
  *queries.live = live;
}

// p and ds of one vector of pairs, in place of q . k and dout . v. A pair that is not kept gives 0 whatever it holds.
// lse is at least every score of its query, to the bit: all passes sum q . k in one order.
template <bool kMasked>
LIG_INLINE void gradient_vec(float* p_at, float* ds_at, Vec lse, Vec delta, uint64_t word, int vec) {
  Vec p = exp_of(load(p_at) - lse);
  Vec ds = p * (load(ds_at) - delta);
  if (kMasked) {
    const IntVec kept = kept_lanes(word, vec);
    p = kept ? p : Vec{};
    ds = kept ? ds : Vec{};
  }
  store(p_at, p);
  store(ds_at, ds);
}

// sums [kRows, head_dim] += pairs [kRows, 64] x rows [64, head_dim], in the columns that `span` names.
template <int kRows, bool kMasked>
LIG_INLINE void add_product(float* sums, const float* pairs, const float* rows, bool rows_finite, const KeptPairs& kept,
                            int row, const Span span, int32_t head_dim) {
  const int64_t stride = row_floats(head_dim);
  const int vecs = row_vecs(head_dim);
  sums += row * stride;
  if (!kMasked || rows_finite) {
    product<kRows, Order::kRowMajor, Start::kAdd>(sums, stride, pairs + span.begin, rows + span.begin * stride, stride,
                                                  vecs, span.end - span.begin);
    return;
  }
  for (int r = 0; r < kRows; ++r) {
    product_kept(sums + r * stride, pairs + r * kTile, kept.words[row + r], rows, stride, vecs);
  }
}

// One tile's part in dq (rows are queries) or in dk and dv (rows are keys). The two differ in which side the rows
// come from, and so in whether lse and delta go with the row or with the column.
template <bool kRowsAreKeys>
struct GradientTile {
  const BackwardState& state;
  const BackwardQueries& queries;
  const BackwardKeys& keys;
  const KeptPairs& kept;
  int32_t head_dim;

  template <int kRows>
  void run(int row) const {
    if (kept.masked) {
      const Span span = find_span<kRows>(kept, row);
      if (span.vecs != 0) add<kRows, true>(row, span);
    } else {
      add<kRows, false>(row, kWholeSpan);
    }
  }

  template <int kRows, bool kMasked>
  LIG_INLINE void add(int row, const Span span) const {
    const int at = span.first_vec * kLanes;
    const float* s_rows = kRowsAreKeys ? keys.k_columns : queries.q_columns;
    const float* s_columns = kRowsAreKeys ? queries.q_columns : keys.k_columns;
    const float* dp_rows = kRowsAreKeys ? keys.v_columns : queries.dout_columns;
    const float* dp_columns = kRowsAreKeys ? queries.dout_columns : keys.v_columns;
    product<kRows, Order::kColumnMajor, Start::kZero>(state.p + at, kTile, s_rows + row, s_columns + at, kTile,
                                                      span.vecs, head_dim);
    product<kRows, Order::kColumnMajor, Start::kZero>(state.ds + at, kTile, dp_rows + row, dp_columns + at, kTile,
                                                      span.vecs, head_dim);
    LIG_UNROLL
    for (int r = 0; r < kRows; ++r) {
      LIG_UNROLL
      for (int v = span.first_vec; v < span.first_vec + span.vecs; ++v) {
        const Vec lse = kRowsAreKeys ? load(queries.lse + v * kLanes) : broadcast(queries.lse[row + r]);
        const Vec delta = kRowsAreKeys ? load(queries.delta + v * kLanes) : broadcast(queries.delta[row + r]);
        const int64_t pair = r * kTile + v * kLanes;
        gradient_vec<kMasked>(state.p + pair, state.ds + pair, lse, delta, kMasked ? kept.words[row + r] : 0, v);
      }
    }
    if (kRowsAreKeys) {
      const bool finite = *queries.finite != 0;
      add_product<kRows, kMasked>(state.sums[0], state.ds, queries.q_rows, finite, kept, row, span, head_dim);
      add_product<kRows, kMasked>(state.sums[1], state.p, queries.dout_rows, finite, kept, row, span, head_dim);
    } else {
      add_product<kRows, kMasked>(state.sums[0], state.ds, keys.k_rows, *keys.k_finite != 0, kept, row, span, head_dim);
    }
  }
};

void backward_queries(const BackwardCall& call, int32_t head, int64_t query_tile, float* scratch) {
  const AttentionInputs& in = call.in;
  const int32_t d = in.head_dim;
  const int rows = chunks_in_tile(query_tile, in.num_queries);
  const BackwardState state = BackwardState::of(scratch, d);
  const BackwardQueries queries = BackwardQueries::of(call, head, query_tile);
  clear(state.sums[0], kTile * row_floats(d));
  for (int64_t e = call.rows.indptr[query_tile]; e < call.rows.indptr[query_tile + 1]; ++e) {
    const int64_t key_tile = call.rows.indices[e];
    const BackwardKeys keys = BackwardKeys::of(call, kv_head_of(in, head), key_tile);
    const uint64_t columns = first_bits(chunks_in_tile(key_tile, in.num_keys));
    const uint64_t dead = ~*queries.live & first_bits(rows);
    KeptPairs kept;
    find_kept(kept, call.rows, e, columns);
    if (dead != 0) {
      for (int r = 0; r < kTile; ++r) {
        if (!kept.masked) kept.words[r] = columns;
        if (dead >> r & 1) kept.words[r] = 0;
      }
      kept.masked = true;
    }
    for_row_groups(rows, GradientTile<false>{state, queries, keys, kept, d});
  }
  for (int r = 0; r < rows; ++r) {
    write_row(call.dq + query_offset(in, query_tile * kTile + r, head), state.sums[0] + r * row_floats(d), d,
              in.softmax_scale);
  }
}

void backward_keys(const BackwardCall& call, int32_t kv_head, int64_t key_tile, float* scratch) {
  const AttentionInputs& in = call.in;
  const int32_t d = in.head_dim;
  const int32_t group = in.num_heads / in.num_kv_heads;
  const int rows = chunks_in_tile(key_tile, in.num_keys);
  const BackwardState state = BackwardState::of(scratch, d);
  const BackwardKeys keys = BackwardKeys::of(call, kv_head, key_tile);
  clear(state.sums[0], kTile * row_floats(d));
  clear(state.sums[1], kTile * row_floats(d));
  for (int32_t head = kv_head * group; head < (kv_head + 1) * group; ++head) {
    for (int64_t e = call.columns.indptr[key_tile]; e < call.columns.indptr[key_tile + 1]; ++e) {
      const BackwardQueries queries = BackwardQueries::of(call, head, call.columns.indices[e]);
      KeptPairs kept;
      find_kept(kept, call.columns, e, *queries.live);
      for_row_groups(rows, GradientTile<true>{state, queries, keys, kept, d});
    }
  }
  for (int r = 0; r < rows; ++r) {
    const int64_t at = key_offset(in, key_tile * kTile + r, kv_head);
    write_row(call.dk + at, state.sums[0] + r * row_floats(d), d, 1);
    write_row(call.dv + at, state.sums[1] + r * row_floats(d), d, 1);
  }
}

AttentionSizes backward_sizes(int32_t d) {
  return {BackwardKeys::floats(d), BackwardQueries::floats(d), BackwardState::floats(d)};
}

}  // namespace
}  // namespace ligature
