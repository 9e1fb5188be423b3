// Attention backward in one pass (after Dao et al., "FlashAttention", 2022): of each pair of tiles p and ds are
// computed once and serve all three gradients.
//   p = exp(q x k - lse), ds = p * (dout x v - delta), both [64, 64]
//   dq += ds x k, dk += ds transposed x q, dv += p transposed x dout, each [64, head_dim]
// The sums stay in the packs, so the caller says who may add where and when (kernels.h). Included once by each engine.
//
// Where q is packed times the scale, dk has it then. dq gets it at the end, and where scores were scaled, dk too.
#pragma once
#include "product.h"

namespace ligature {
namespace {

struct BackwardKeys {
  Factor* k_columns;  // right [steps_of(head_dim), 64]
  Factor* v_columns;  // right [steps_of(head_dim), 64]
  Factor* k_rows;     // right [steps_of(64), row_floats]
  float* dk;          // [64, row_floats], the sum so far
  float* dv;          // [64, row_floats], the sum so far
  float* k_finite;    // 1 where all of k_rows is finite, else 0

  static constexpr int64_t kFlags = 16;
  static int64_t floats(int32_t d) {
    return 2 * kTile * steps_of(d) + (steps_of(kTile) + 2 * kTile) * row_floats(d) + kFlags;
  }
  static BackwardKeys of(const BackwardCall& call, int32_t kv_head, int64_t tile) {
    const int32_t d = call.in.head_dim;
    const int64_t columns = kTile * steps_of(d);
    const int64_t rows = kTile * row_floats(d);
    float* at = call.key_packs + ((kv_head - call.first_kv_head) * call.in.num_key_tiles + tile) * floats(d);
    float* dk = at + 2 * columns + steps_of(kTile) * row_floats(d);
    return {as_factors(at), as_factors(at + columns), as_factors(at + 2 * columns), dk, dk + rows, dk + 2 * rows};
  }
};

LIG_INLINE int32_t first_head(const BackwardCall& call) {
  return call.first_kv_head * (call.in.num_heads / call.in.num_kv_heads);
}

struct BackwardQueries {
  BothSides q;     // [64, head_dim]
  BothSides dout;  // [64, head_dim]
  float* dq;       // [64, row_floats], the sum so far
  float* lse;      // [64]
  float* delta;    // [64], rowsum(dout * out)
  uint64_t* live;  // bit r: query r exists and has a kept score above -inf
  float* finite;   // 1 where all of q and dout is finite, else 0

  static constexpr int64_t kFlags = 16;
  static int64_t floats(int32_t d) { return 2 * BothSides::floats(d) + kTile * (row_floats(d) + 2) + kFlags; }
  static BackwardQueries of(const BackwardCall& call, int32_t head, int64_t tile) {
    const int32_t d = call.in.head_dim;
    float* at = call.query_packs + ((head - first_head(call)) * call.in.num_query_tiles + tile) * floats(d);
    float* dout = at + BothSides::floats(d);
    float* dq = dout + BothSides::floats(d);
    float* lse = dq + kTile * row_floats(d);
    float* flags = lse + 2 * kTile;
    return {BothSides::of(at, d),
            BothSides::of(dout, d),
            dq,
            lse,
            lse + kTile,
            reinterpret_cast<uint64_t*>(flags),
            flags + 2};
  }
};

// A thread's scratch: the scores of one pair of tiles.
struct BackwardState {
  float* p;      // [64, 64]
  float* ds;     // [64, 64]
  float* spare;  // [kSpareFloats], for `factors`

  static constexpr int64_t kFloats = 2 * kTile * kTile + kSpareFloats;
  static BackwardState of(float* at) { return {at, at + kTile * kTile, at + 2 * kTile * kTile}; }

  // p and ds of `rows` queries as factors, which may stand where p and ds stood.
  ScoreFactors factors(int rows) const { return factors_of(p, ds, spare, rows); }
};

template <class Element>
void backward_begin_keys(const BackwardCall& call, int32_t kv_head, int64_t tile, int64_t next_tile) {
  const AttentionInputs& in = call.in;
  const Element* const k = static_cast<const Element*>(in.k);
  const Element* const v = static_cast<const Element*>(in.v);
  const int64_t next = key_offset(in, next_tile * kTile, kv_head);
  fetch_rows(k + next, key_stride(in), chunks_in_tile(next_tile, in.num_keys), in.head_dim);
  fetch_rows(v + next, key_stride(in), chunks_in_tile(next_tile, in.num_keys), in.head_dim);
  const BackwardKeys keys = BackwardKeys::of(call, kv_head, tile);
  const int rows = chunks_in_tile(tile, in.num_keys);
  const int64_t at = key_offset(in, tile * kTile, kv_head);
  pack_right_columns(keys.k_columns, k + at, key_stride(in), rows, in.head_dim);
  pack_right_columns(keys.v_columns, v + at, key_stride(in), rows, in.head_dim);
  *keys.k_finite = pack_right(keys.k_rows, k + at, key_stride(in), rows, in.head_dim) ? 1 : 0;
  clear(keys.dk, kTile * row_floats(in.head_dim));
  clear(keys.dv, kTile * row_floats(in.head_dim));
}

template <class Element>
void backward_begin_queries(const BackwardCall& call, int32_t head, int64_t tile, int64_t next_tile) {
  const AttentionInputs& in = call.in;
  const int32_t d = in.head_dim;
  const int64_t next = query_offset(in, next_tile * kTile, head);
  const Element* const all_q = static_cast<const Element*>(in.q);
  const Element* const all_dout = static_cast<const Element*>(call.dout);
  const Element* const all_out = static_cast<const Element*>(call.out);
  const Element* const wanted[] = {all_q + next, all_dout + next, all_out + next};
  for (const Element* at : wanted) fetch_rows(at, query_stride(in), chunks_in_tile(next_tile, in.num_queries), d);
  const BackwardQueries queries = BackwardQueries::of(call, head, tile);
  const int rows = chunks_in_tile(tile, in.num_queries);
  const int64_t at = query_offset(in, tile * kTile, head);
  const bool q_finite = pack_queries(queries.q, all_q + at, query_stride(in), rows, d, in.softmax_scale);
  const bool dout_finite = pack_both_sides(queries.dout, all_dout + at, query_stride(in), rows, d);
  *queries.finite = q_finite && dout_finite ? 1 : 0;
  clear(queries.dq, kTile * row_floats(d));
  uint64_t live = 0;
  for (int r = 0; r < rows; ++r) {
    const float lse = call.lse[(tile * kTile + r) * in.num_heads + head];
    if (lse != -INFINITY) live |= uint64_t{1} << r;
    queries.lse[r] = lse;
    const Element* dout = all_dout + at + r * query_stride(in);
    const Element* out = all_out + at + r * query_stride(in);
    Vec sum = {};
    int32_t x = 0;
    for (; x + kLanes <= d; x += kLanes) sum += load(dout + x) * load(out + x);
    if (x < d) sum += load_first(dout + x, d - x) * load_first(out + x, d - x);
    queries.delta[r] = sum_of_lanes(sum);
  }
  *queries.live = live;
}

// The kept pairs of a pair of tiles, by query and by key.
struct KeptBothWays {
  KeptPairs by_query;
  KeptPairs by_key;
};

// Of entry e of a key tile's list. Queries without a finite score keep nothing: their lse is no number to subtract.
LIG_INLINE void find_kept_both_ways(KeptBothWays& kept, const BackwardCall& call, int64_t e, uint64_t keys,
                                    uint64_t live) {
  const uint64_t queries = first_bits(chunks_in_tile(call.columns.indices[e], call.in.num_queries));
  const int64_t id = call.columns.tile_masks[e];
  const bool full = id == LIG_FULL_TILE;
  kept.by_query.masked = kept.by_key.masked = !full || keys != ~uint64_t{0} || live != queries;
  if (!kept.by_query.masked) return;
  for (int i = 0; i < kTile; ++i) {
    kept.by_query.words[i] = live >> i & 1 ? (full ? keys : call.rows.masks[id * kTile + i] & keys) : 0;
    kept.by_key.words[i] = keys >> i & 1 ? (full ? live : call.columns.masks[id * kTile + i] & live) : 0;
  }
}

// p from q . k, for rows of queries that begin with the first of lse and words. lse is at least every score of its
// query, to the bit: forward summed q . k in the same order. A pair that is not kept gives 0 whatever it holds.
template <bool kMasked>
struct ProbabilityOf {
  ScoreOf score_of;
  const float* lse;
  const uint64_t* words;

  template <int kVecs>
  LIG_INLINE void operator()(Vec (&dots)[kVecs], int row, int at) const {
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) {
      const Vec p = exp_of(score_of(dots[v]) - lse[row]);
      dots[v] = only_kept<kMasked>(p, words, row, at + v);
    }
  }
};

// ds from dout . v.
template <bool kMasked>
struct ScoreGradientOf {
  const float* p;  // [rows, 64]
  const float* delta;
  const uint64_t* words;

  template <int kVecs>
  LIG_INLINE void operator()(Vec (&dps)[kVecs], int row, int at) const {
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) {
      const Vec ds = load(p + row * kTile + (at + v) * kLanes) * (dps[v] - delta[row]);
      dps[v] = only_kept<kMasked>(ds, words, row, at + v);
    }
  }
};

// sums [kRows, head_dim] += pairs x rows over the pairs that the group keeps, of `depth` at most. pairs is ds by rows,
// or p or ds by columns (kColumnMajor).
template <int kRows, Order kOrder, bool kMasked>
LIG_INLINE void add_gradient(float* sums, const Factor* pairs, const Factor* rows, bool rows_finite,
                             const KeptPairs& kept, int row, int depth, int32_t head_dim) {
  constexpr int64_t kStride = kOrder == Order::kRowMajor ? steps_of(kTile) : kTile;
  constexpr int64_t kAlong = kOrder == Order::kRowMajor ? 1 : kStride;   // from one factor to the next
  constexpr int64_t kAcross = kOrder == Order::kRowMajor ? kStride : 1;  // from one row of sums to the next
  const int64_t stride = row_floats(head_dim);
  const int vecs = row_vecs(head_dim);
  sums += row * stride;
  pairs += row * kAcross;
  if (kMasked && !rows_finite) {
    for (int r = 0; r < kRows; ++r) {
      product_kept(sums + r * stride, pairs + r * kAcross, kAlong, kept.words[row + r], {rows, stride}, vecs);
    }
    return;
  }
  int begin = 0;
  int end = steps_of(depth);
  if (kMasked) {
    const Span span = find_span<kRows>(kept, row);
    begin = span.begin / kPerFactor;
    end = steps_of(span.end);
  }
  product<kRows, kOrder, Start::kAdd>({sums, stride}, {pairs + begin * kAlong, kStride},
                                      {rows + begin * stride, stride}, vecs, end - begin);
}

// One pair of tiles. Each of the five products runs over the whole tile before the next, so that what it reads again
// and again, 64 rows of one matrix, stays in the first-level cache.
template <bool kMasked>
struct BackwardTile {
  const BackwardState& state;
  const BackwardQueries& queries;
  const BackwardKeys& keys;
  const KeptBothWays& kept;
  int num_queries;
  int num_keys;
  int32_t head_dim;
  ScoreOf score_of;

  // out [64, 64] = finish(rows x columns). What a masked group leaves out is 0.
  template <int kRows, class Finish>
  LIG_INLINE void pairs(float* out, const Factor* rows, const Factor* columns, int row, const Finish& finish) const {
    const int64_t stride = left_stride(head_dim);
    const Span span = kMasked ? find_span<kRows>(kept.by_query, row) : kWholeSpan;
    out += row * kTile;
    if (kMasked && span.vecs < kTileVecs) clear(out, kRows * kTile);
    const int at = span.first_vec * kLanes;
    product<kRows, Order::kRowMajor, Start::kZero>({out + at, kTile}, {rows + row * stride, stride},
                                                   {columns + at, kTile}, span.vecs, steps_of(head_dim), nullptr,
                                                   span.first_vec, finish);
  }

  void add() const {
    for_row_groups(num_queries, [&](auto group, int row) {
      pairs<decltype(group)::kRows>(state.p, queries.q.left, keys.k_columns, row,
                                    ProbabilityOf<kMasked>{score_of, queries.lse + row, kept.by_query.words + row});
    });
    for_row_groups(num_queries, [&](auto group, int row) {
      pairs<decltype(group)::kRows>(
          state.ds, queries.dout.left, keys.v_columns, row,
          ScoreGradientOf<kMasked>{state.p + row * kTile, queries.delta + row, kept.by_query.words + row});
    });
    const ScoreFactors factors = state.factors(num_queries);
    for_row_groups(num_queries, [&](auto group, int row) {
      add_gradient<decltype(group)::kRows, Order::kRowMajor, kMasked>(
          queries.dq, factors.ds_rows, keys.k_rows, *keys.k_finite != 0, kept.by_query, row, kTile, head_dim);
    });
    for_row_groups(num_keys, [&](auto group, int row) {
      add_gradient<decltype(group)::kRows, Order::kColumnMajor, kMasked>(
          keys.dk, factors.ds_columns, queries.q.right, *queries.finite != 0, kept.by_key, row, num_queries, head_dim);
    });
    for_row_groups(num_keys, [&](auto group, int row) {
      add_gradient<decltype(group)::kRows, Order::kColumnMajor, kMasked>(keys.dv, factors.p_columns, queries.dout.right,
                                                                         *queries.finite != 0, kept.by_key, row,
                                                                         num_queries, head_dim);
    });
  }
};

void backward(const BackwardCall& call, int32_t kv_head, TileRange key_tiles, TileRange query_tiles, float* scratch) {
  const AttentionInputs& in = call.in;
  const int32_t d = in.head_dim;
  const int32_t group = in.num_heads / in.num_kv_heads;
  const BackwardState state = BackwardState::of(scratch);
  const ScoreOf score_of{in.softmax_scale};
  for (int64_t key_tile = key_tiles.begin; key_tile < key_tiles.end; ++key_tile) {
    const BackwardKeys keys = BackwardKeys::of(call, kv_head, key_tile);
    const int num_keys = chunks_in_tile(key_tile, in.num_keys);
    for (int32_t head = kv_head * group; head < (kv_head + 1) * group; ++head) {
      for (int64_t e = call.columns.indptr[key_tile]; e < call.columns.indptr[key_tile + 1]; ++e) {
        const int64_t query_tile = call.columns.indices[e];
        if (query_tile < query_tiles.begin || query_tile >= query_tiles.end) continue;
        const BackwardQueries queries = BackwardQueries::of(call, head, query_tile);
        const int num_queries = chunks_in_tile(query_tile, in.num_queries);
        KeptBothWays kept;
        find_kept_both_ways(kept, call, e, first_bits(num_keys), *queries.live);
        if (kept.by_query.masked) {
          BackwardTile<true>{state, queries, keys, kept, num_queries, num_keys, d, score_of}.add();
        } else {
          BackwardTile<false>{state, queries, keys, kept, num_queries, num_keys, d, score_of}.add();
        }
      }
    }
  }
}

template <class Element>
void backward_end_keys(const BackwardCall& call, int32_t kv_head, int64_t tile) {
  const AttentionInputs& in = call.in;
  const BackwardKeys keys = BackwardKeys::of(call, kv_head, tile);
  const int rows = chunks_in_tile(tile, in.num_keys);
  for (int r = 0; r < rows; ++r) {
    const int64_t at = key_offset(in, tile * kTile + r, kv_head);
    write_row(static_cast<Element*>(call.dk) + at, keys.dk + r * row_floats(in.head_dim), in.head_dim,
              kScalesQueries ? 1 : in.softmax_scale);
    write_row(static_cast<Element*>(call.dv) + at, keys.dv + r * row_floats(in.head_dim), in.head_dim, 1);
  }
}

template <class Element>
void backward_end_queries(const BackwardCall& call, int32_t head, int64_t tile) {
  const AttentionInputs& in = call.in;
  const BackwardQueries queries = BackwardQueries::of(call, head, tile);
  const int rows = chunks_in_tile(tile, in.num_queries);
  for (int r = 0; r < rows; ++r) {
    write_row(static_cast<Element*>(call.dq) + query_offset(in, tile * kTile + r, head),
              queries.dq + r * row_floats(in.head_dim), in.head_dim, in.softmax_scale);
  }
}

AttentionSizes backward_sizes(int32_t d) {
  return {BackwardKeys::floats(d), BackwardQueries::floats(d), BackwardState::kFloats};
}

}  // namespace
}  // namespace ligature
