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
  float* q_rows;  // [64, row_floats]
  float* pv;      // [64, row_floats], sum of p * v so far
  float* sums;    // [64, kLanes], sum of p so far, by lane
  float* max;     // [64], and room for the vector that begins with the last
  float* p;       // [kMostRows, 64]

  static int64_t floats(int32_t d) { return kTile * (2 * row_floats(d) + kLanes + 2 + kMostRows); }
  static ForwardState of(float* at, int32_t d) {
    float* pv = at + kTile * row_floats(d);
    float* sums = pv + kTile * row_floats(d);
    return {at, pv, sums, sums + kTile * kLanes, sums + kTile * (kLanes + 2)};
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

// One number for each row of a group, in one vector.
constexpr int kRowSlots = 8;

// One key tile's part in a query tile.
struct ForwardTile {
  const ForwardState& state;
  const ForwardKeys& keys;
  const KeptPairs& kept;
  int32_t head_dim;

  template <int kRows>
  void run(int row) const {
    if (!kept.masked) return add<kRows, kTileVecs, false>(row, kWholeSpan);
    const Span span = find_span<kRows>(kept, row);
    switch (span.vecs) {
      case 1:
        return add<kRows, 1, true>(row, span);
      case 2:
        return add<kRows, 2, true>(row, span);
      case 3:
        return add<kRows, 3, true>(row, span);
      case 4:
        return add<kRows, 4, true>(row, span);
#if LIG_LANES < 16
      case 5:
        return add<kRows, 5, true>(row, span);
      case 6:
        return add<kRows, 6, true>(row, span);
      case 7:
        return add<kRows, 7, true>(row, span);
      case 8:
        return add<kRows, 8, true>(row, span);
#endif
    }
  }

  template <int kRows, int kVecs, bool kMasked>
  void add(int row, const Span span) const {
    const int64_t stride = row_floats(head_dim);
    const int vecs = row_vecs(head_dim);
    float rescale[kLanes];
    Vec s[kRows][kVecs];
    score(s, row, span.first_vec);
    softmax<kMasked>(s, row, span.first_vec, rescale);
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

  // s = q x k. A row of it that is wider than the registers goes through memory.
  template <int kRows, int kVecs>
  LIG_INLINE void score(Vec (&s)[kRows][kVecs], int row, int first_vec) const {
    constexpr int kWidth = kVecs < LIG_COLUMN_VECS ? kVecs : LIG_COLUMN_VECS;
    const float* columns = keys.k_columns + first_vec * kLanes;
    for (int v = 0; v < kVecs; v += kWidth) {
      if (kVecs - v < kWidth) v = kVecs - kWidth;  // the last block covers some columns again
      Vec sum[kRows][kWidth] = {};
      multiply<Order::kRowMajor>(sum, {state.q_rows + row * row_floats(head_dim), row_floats(head_dim)},
                                 {columns + v * kLanes, kTile}, head_dim);
      LIG_UNROLL
      for (int r = 0; r < kRows; ++r) {
        LIG_UNROLL
        for (int i = 0; i < kWidth; ++i) s[r][v + i] = sum[r][i];
      }
    }
  }

  // Writes p to state.p and brings max and sums up to date. rescale [kRows] is what former sums are to be multiplied
  // by. Lanes past kRows hold other rows' numbers, or none's, and are left as they are.
  template <bool kMasked, int kRows, int kVecs>
  LIG_INLINE void softmax(Vec (&s)[kRows][kVecs], int row, int first_vec, float* rescale) const {
    Vec largest[kRowSlots];
    LIG_UNROLL
    for (int r = 0; r < kRows; ++r) {
      largest[r] = broadcast(-INFINITY);
      LIG_UNROLL
      for (int v = 0; v < kVecs; ++v) {
        if (kMasked) s[r][v] = kept_lanes(kept.words[row + r], first_vec + v) ? s[r][v] : broadcast(-INFINITY);
        largest[r] = v == 0 ? s[r][v] : larger(largest[r], s[r][v]);
      }
    }
    LIG_UNROLL
    for (int r = kRows; r < kRowSlots; ++r) largest[r] = largest[r % kRows];
    const Vec before = load(state.max + row);
    const Vec after = larger(before, largest_lanes(largest));
    const Vec base = after == -INFINITY ? Vec{} : after;  // as -inf - -inf is NaN
    float bases[kLanes];
    store(bases, base);
    store(rescale, exp_of(before - base));
    store(state.max + row, kept_lanes(first_bits(kRows), 0) ? after : before);
    LIG_UNROLL
    for (int r = 0; r < kRows; ++r) {
      float* p = state.p + r * kTile + first_vec * kLanes;
      Vec sum = {};
      LIG_UNROLL
      for (int v = 0; v < kVecs; ++v) {
        const Vec e = exp_of(s[r][v] - bases[r]);
        store(p + v * kLanes, e);
        sum += e;
      }
      float* sums = state.sums + (row + r) * kLanes;
      store(sums, rescale[r] * load(sums) + sum);
    }
  }
};

// Where a tile has few keys, waiting for its q and for the lines of its out would be a large part of its time.
template <int kRows>
LIG_INLINE void fetch_rows_ahead(const ForwardCall& call, int32_t head, int64_t query_tile, int64_t next_query_tile,
                                 int row) {
  const AttentionInputs& in = call.in;
  const int next_rows = chunks_in_tile(next_query_tile, in.num_queries);
  for (int r = row; r < row + kRows; ++r) {
    if (r < next_rows) fetch_ahead(in.q + query_offset(in, next_query_tile * kTile + r, head), in.head_dim);
    fetch_ahead(call.out + query_offset(in, query_tile * kTile + r, head), in.head_dim);
  }
}

void forward(const ForwardCall& call, int32_t head, int64_t query_tile, int64_t next_query_tile, float* scratch) {
  const AttentionInputs& in = call.in;
  const int32_t d = in.head_dim;
  const int rows = chunks_in_tile(query_tile, in.num_queries);
  const ForwardState state = ForwardState::of(scratch, d);
  pack_rows(state.q_rows, in.q + query_offset(in, query_tile * kTile, head), query_stride(in), rows, d,
            in.softmax_scale);
  clear(state.pv, kTile * row_floats(d));
  clear(state.sums, kTile * kLanes);
  for (int r = 0; r < 2 * kTile; ++r) state.max[r] = -INFINITY;

  const int32_t kv_head = kv_head_of(in, head);
  const int64_t begin = call.rows.indptr[query_tile];
  const int64_t end = call.rows.indptr[query_tile + 1];
  for (int64_t e = begin; e < end; ++e) {
    const int64_t key_tile = call.rows.indices[e];
    const ForwardKeys keys = ForwardKeys::of(call, kv_head, key_tile);
    KeptPairs kept;
    find_kept(kept, call.rows, e, first_bits(chunks_in_tile(key_tile, in.num_keys)));
    const ForwardTile tile{state, keys, kept, d};
    for_row_groups(rows, [&](auto group, int row) {
      constexpr int kRows = decltype(group)::kRows;
      if (e == begin) fetch_rows_ahead<kRows>(call, head, query_tile, next_query_tile, row);
      tile.run<kRows>(row);
    });
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
