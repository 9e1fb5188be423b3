// Attention forward, flash style (Dao et al., "FlashAttention", 2022; online softmax by Milakov and Gimelshein,
// 2018): the scores of six queries and one key tile exist only in the first-level cache.
//   q tile [64, head_dim] x k tile [64, head_dim] -> s, p [6, 64] -> out tile [64, head_dim]
// Included once by each engine.
//
// q is packed times the scale, so a negative scale needs no care where the largest score is sought.
#pragma once
#include "product.h"
#include "tile.h"

namespace ligature {
namespace {

// A key tile's pack, and where its parts stand.
struct ForwardKeys {
  float* k_columns;  // [head_dim, 64]
  float* v_rows;     // [64, row_floats]
  float* v_finite;   // 1 where all of v_rows is finite, else 0

  static constexpr int64_t kFlags = 16;
  static int64_t floats(int32_t d) { return kTile * (d + row_floats(d)) + kFlags; }
  static ForwardKeys of(const ForwardCall& call, int32_t kv_head, int64_t tile) {
    const int32_t d = call.in.head_dim;
    float* at = call.key_packs + ((kv_head - call.first_kv_head) * call.in.num_key_tiles + tile) * floats(d);
    return {at, at + kTile * d, at + kTile * (d + row_floats(d))};
  }
};

// A thread's scratch for one query tile.
struct ForwardState {
  float* q_columns;  // [head_dim, 64]
  float* pv;         // [64, row_floats], sum of p * v so far
  float* sums;       // [64, kLanes], sum of p so far, by lane
  float* max;        // [64]
  float* p;          // [kMostRows, 64]

  static int64_t floats(int32_t d) { return kTile * (d + row_floats(d) + kLanes + 1 + kMostRows); }
  static ForwardState of(float* at, int32_t d) {
    float* pv = at + kTile * d;
    float* sums = pv + kTile * row_floats(d);
    return {at, pv, sums, sums + kTile * kLanes, sums + kTile * (kLanes + 1)};
  }
};

void forward_pack_keys(const ForwardCall& call, int32_t kv_head, int64_t tile) {
  const AttentionInputs& in = call.in;
  const ForwardKeys keys = ForwardKeys::of(call, kv_head, tile);
  const int rows = chunks_in_tile(tile, in.num_keys);
  const int64_t at = key_offset(in, tile * kTile, kv_head);
  pack_columns(keys.k_columns, in.k + at, key_stride(in), rows, in.head_dim, 1);
  *keys.v_finite = pack_rows(keys.v_rows, in.v + at, key_stride(in), rows, in.head_dim, 1) ? 1 : 0;
}

// One number for each row of a group, in whole vectors.
constexpr int kRowSlots = 8;
constexpr int kSlots = kLanes < kRowSlots ? kRowSlots : kLanes;

// One key tile's part in a query tile.
struct ForwardTile {
  const ForwardState& state;
  const ForwardKeys& keys;
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
    const int64_t stride = row_floats(head_dim);
    const int vecs = row_vecs(head_dim);
    float rescale[kSlots];
    product<kRows, Order::kColumnMajor, Start::kZero>(
        {state.p + span.first_vec * kLanes, kTile}, {state.q_columns + row, kTile},
        {keys.k_columns + span.first_vec * kLanes, kTile}, span.vecs, head_dim);
    softmax<kRows, kMasked>(row, span, rescale);
    float* pv = state.pv + row * stride;
    if (!kMasked || *keys.v_finite != 0) {
      product<kRows, Order::kRowMajor, Start::kScale>({pv, stride}, {state.p + span.begin, kTile},
                                                      {keys.v_rows + span.begin * stride, stride}, vecs,
                                                      span.end - span.begin, rescale);
      return;
    }
    for (int r = 0; r < kRows; ++r, pv += stride) {
      for (int v = 0; v < vecs; ++v) store(pv + v * kLanes, rescale[r] * load(pv + v * kLanes));
      product_kept(pv, state.p + r * kTile, 1, kept.words[row + r], {keys.v_rows, stride}, vecs);
    }
  }

  // Turns the scores in state.p into p, and brings max and sums up to date. rescale [kRows] is what former sums
  // are to be multiplied by.
  template <int kRows, bool kMasked>
  LIG_INLINE void softmax(int row, const Span span, float* rescale) const {
    const int end_vec = span.first_vec + span.vecs;
    Vec largest[kRowSlots];
    LIG_UNROLL
    for (int r = 0; r < kRows; ++r) {
      float* s = state.p + r * kTile;
      largest[r] = broadcast(-INFINITY);
      LIG_UNROLL
      for (int v = span.first_vec; v < end_vec; ++v) {
        Vec x = load(s + v * kLanes);
        if (kMasked) {
          x = kept_lanes(kept.words[row + r], v) ? x : broadcast(-INFINITY);
          store(s + v * kLanes, x);
        }
        largest[r] = larger(largest[r], x);
      }
    }
    LIG_UNROLL
    for (int r = kRows; r < kRowSlots; ++r) largest[r] = largest[r % kRows];
    float tile_max[kSlots];
    float base[kSlots] = {};
    float change[kSlots] = {};
    for (int i = 0; i < kSlots; i += kLanes) store(tile_max + i, largest_lanes(largest));
    for (int r = 0; r < kRows; ++r) {
      const float before = state.max[row + r];
      float after = before;
      for (int i = r; i < kLanes; i += kRowSlots) after = after > tile_max[i] ? after : tile_max[i];
      base[r] = after == -INFINITY ? 0 : after;  // as -inf - -inf is NaN
      change[r] = before - base[r];
      state.max[row + r] = after;
    }
    for (int i = 0; i < kSlots; i += kLanes) store(rescale + i, exp_of(load(change + i)));
    LIG_UNROLL
    for (int r = 0; r < kRows; ++r) {
      float* s = state.p + r * kTile;
      Vec sum = {};
      LIG_UNROLL
      for (int v = span.first_vec; v < end_vec; ++v) {
        const Vec p = exp_of(load(s + v * kLanes) - base[r]);
        store(s + v * kLanes, p);
        sum += p;
      }
      float* sums = state.sums + (row + r) * kLanes;
      store(sums, rescale[r] * load(sums) + sum);
    }
  }
};

void forward(const ForwardCall& call, int32_t head, int64_t query_tile, float* scratch) {
  const AttentionInputs& in = call.in;
  const int32_t d = in.head_dim;
  const int rows = chunks_in_tile(query_tile, in.num_queries);
  const ForwardState state = ForwardState::of(scratch, d);
  pack_columns(state.q_columns, in.q + query_offset(in, query_tile * kTile, head), query_stride(in), rows, d,
               in.softmax_scale);
  clear(state.pv, kTile * row_floats(d));
  clear(state.sums, kTile * kLanes);
  for (int r = 0; r < kTile; ++r) state.max[r] = -INFINITY;

  for (int64_t e = call.rows.indptr[query_tile]; e < call.rows.indptr[query_tile + 1]; ++e) {
    const int64_t key_tile = call.rows.indices[e];
    const ForwardKeys keys = ForwardKeys::of(call, kv_head_of(in, head), key_tile);
    KeptPairs kept;
    find_kept(kept, call.rows, e, first_bits(chunks_in_tile(key_tile, in.num_keys)));
    const ForwardTile tile{state, keys, kept, d};
    for_row_groups(rows, [&](auto group, int row) { tile.run<decltype(group)::kRows>(row); });
  }

  for (int r = 0; r < rows; ++r) {
    const int64_t query = query_tile * kTile + r;
    float* out = call.out + query_offset(in, query, head);
    float* lse = call.lse + query * in.num_heads + head;
    const float sum = sum_of_lanes(load(state.sums + r * kLanes));
    if (sum == 0) {  // no pair kept, or every score -inf
      for (int32_t x = 0; x < d; ++x) out[x] = 0;
      *lse = -INFINITY;
    } else {
      write_row(out, state.pv + r * row_floats(d), d, 1 / sum);
      *lse = state.max[r] + __builtin_logf(sum);
    }
  }
}

AttentionSizes forward_sizes(int32_t d) { return {ForwardKeys::floats(d), 0, ForwardState::floats(d)}; }

}  // namespace
}  // namespace ligature
