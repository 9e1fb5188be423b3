// Attention forward, flash style (Dao et al., "FlashAttention", 2022; online softmax by Milakov and Gimelshein,
// 2018): the scores of one query tile and one key tile exist only in the first-level cache.
//   q tile [64, head_dim] x k tile [64, head_dim] -> s, p [64, 64] -> out tile [64, head_dim]
// Included once by each engine.
//
// "Scores" here are dot products of q as it was packed: times the scale, or with its sign (scale_of_dots).
#pragma once
#include "product.h"

namespace ligature {
namespace {

// A key tile's pack, and where its parts stand.
struct ForwardKeys {
  Factor* k_columns;  // right [steps_of(head_dim), 64]
  Factor* v_rows;     // right [steps_of(64), row_floats]
  float* v_finite;    // 1 where all of v_rows is finite, else 0

  static constexpr int64_t kFlags = 16;
  static int64_t floats(int32_t d) { return kTile * steps_of(d) + steps_of(kTile) * row_floats(d) + kFlags; }
  static ForwardKeys of(const ForwardCall& call, int32_t kv_head, int64_t tile) {
    const int32_t d = call.in.head_dim;
    float* at = call.key_packs + ((kv_head - call.first_kv_head) * call.in.num_key_tiles + tile) * floats(d);
    float* v_rows = at + kTile * steps_of(d);
    return {as_factors(at), as_factors(v_rows), v_rows + steps_of(kTile) * row_floats(d)};
  }
};

// A thread's scratch for one query tile.
struct ForwardState {
  Factor* q_rows;  // left [64, left_stride]
  float* pv;       // [64, row_floats], sum of p * v so far
  float* scores;   // [64, 64], of one key tile
  Factor* p;       // left [64, 64], each row in the place of its scores
  float* sums;     // [64, kLanes], sum of p so far, by lane
  float* largest;  // [64, kLanes], largest score so far, by lane
  float* base;     // [64], largest score so far, whose p is 1
  float* rescale;  // [64], what the sums of former key tiles are to be multiplied by

  static int64_t floats(int32_t d) { return kTile * (left_stride(d) + row_floats(d) + kTile + 2 * kLanes + 2); }
  static ForwardState of(float* at, int32_t d) {
    float* pv = at + kTile * left_stride(d);
    float* scores = pv + kTile * row_floats(d);
    float* sums = scores + kTile * kTile;
    float* largest = sums + kTile * kLanes;
    float* base = largest + kTile * kLanes;
    return {as_factors(at), pv, scores, as_factors(scores), sums, largest, base, base + kTile};
  }
};

template <class Element>
void forward_pack_keys(const ForwardCall& call, int32_t kv_head, int64_t tile, int64_t next_tile) {
  const AttentionInputs& in = call.in;
  const Element* const k = static_cast<const Element*>(in.k);
  const Element* const v = static_cast<const Element*>(in.v);
  const int64_t next = key_offset(in, next_tile * kTile, kv_head);
  fetch_rows(k + next, key_stride(in), chunks_in_tile(next_tile, in.num_keys), in.head_dim);
  fetch_rows(v + next, key_stride(in), chunks_in_tile(next_tile, in.num_keys), in.head_dim);
  const ForwardKeys keys = ForwardKeys::of(call, kv_head, tile);
  const int rows = chunks_in_tile(tile, in.num_keys);
  const int64_t at = key_offset(in, tile * kTile, kv_head);
  pack_right_columns(keys.k_columns, k + at, key_stride(in), rows, in.head_dim);
  *keys.v_finite = pack_right(keys.v_rows, v + at, key_stride(in), rows, in.head_dim) ? 1 : 0;
}

// Keeps the largest score of each lane while scores leave the registers. A NaN is passed over: its own p will be NaN.
template <bool kMasked>
struct FindLargest {
  float* largest;  // [rows, kLanes]
  const uint64_t* words;

  template <int kVecs>
  LIG_INLINE void operator()(Vec (&scores)[kVecs], int row, int at) const {
    Vec most = load(largest + row * kLanes);
    LIG_UNROLL
    for (int v = 0; v < kVecs; ++v) {
      if constexpr (kMasked) {
        most = kept_lanes(words[row], at + v) ? larger(scores[v], most) : most;
      } else {
        most = larger(scores[v], most);
      }
    }
    store(largest + row * kLanes, most);
  }
};

// One key tile's part in a query tile. Each of the three steps runs over the whole tile before the next: the products
// find their 64 rows in the first-level cache, and softmax, a long chain for one row, has many rows to fill the time.
template <bool kMasked>
struct ForwardTile {
  const ForwardState& state;
  const ForwardKeys& keys;
  const KeptPairs& kept;
  int32_t head_dim;
  float log2_scale;  // scores times this are exponents of 2

  // Scores of a group, in the columns that it needs.
  template <int kRows>
  LIG_INLINE void score(int row) const {
    const Span span = kMasked ? find_span<kRows>(kept, row) : kWholeSpan;
    const int64_t stride = left_stride(head_dim);
    const int at = span.first_vec * kLanes;
    product<kRows, Order::kRowMajor, Start::kZero>(
        {state.scores + row * kTile + at, kTile}, {state.q_rows + row * stride, stride}, {keys.k_columns + at, kTile},
        span.vecs, steps_of(head_dim), nullptr, span.first_vec,
        FindLargest<kMasked>{state.largest + row * kLanes, kept.words + row});
  }

  // Turns the scores of kLanes rows into p and brings base, sums and rescale up to date. A pair that is not kept has
  // any score and gets p = 0.
  void softmax(int row) const {
    Vec largest[kLanes];
    LIG_UNROLL
    for (int r = 0; r < kLanes; ++r) largest[r] = load(state.largest + (row + r) * kLanes);
    const Vec before = load(state.base + row);
    const Vec base = largest_lanes(largest);
    float bases[kLanes];
    store(bases, base);
    store(state.base + row, base);
    store(state.rescale + row, exp2_of((before - base) * log2_scale));
    for (int r = 0; r < kLanes; ++r) {
      const float* s = state.scores + (row + r) * kTile;
      Factor* p = state.p + (row + r) * kTile;
      float* sums = state.sums + (row + r) * kLanes;
      Vec sum = load(sums);
      Vec last = {};
      LIG_UNROLL
      for (int v = 0; v < kTileVecs; ++v) {
        const Vec e =
            only_kept<kMasked>(exp2_of((load(s + v * kLanes) - bases[r]) * log2_scale), kept.words, row + r, v);
        store_left(p, v, e, last);
        last = e;
        sum = v == 0 ? fused(broadcast(state.rescale[row + r]), sum, e) : sum + e;
      }
      store(sums, sum);
    }
  }

  // pv = pv * rescale + p x v for a group.
  template <int kRows>
  LIG_INLINE void add_values(int row) const {
    const Span span = kMasked ? find_span<kRows>(kept, row) : kWholeSpan;
    if (span.vecs == 0) return;
    const int64_t stride = row_floats(head_dim);
    const int vecs = row_vecs(head_dim);
    float* pv = state.pv + row * stride;
    const Factor* p = state.p + row * kTile;
    const float* rescale = state.rescale + row;
    bool rescales = false;
    for (int r = 0; r < kRows; ++r) rescales |= rescale[r] != 1;
    if (!kMasked || *keys.v_finite != 0) {
      const int begin = span.begin / kPerFactor;
      const int steps = steps_of(span.end) - begin;
      const OutRows c{pv, stride};
      const Rows a{p + begin, kTile};
      const Rows b{keys.v_rows + begin * stride, stride};
      if (rescales) {
        product<kRows, Order::kRowMajor, Start::kScale>(c, a, b, vecs, steps, rescale);
      } else {
        product<kRows, Order::kRowMajor, Start::kAdd>(c, a, b, vecs, steps);
      }
      return;
    }
    for (int r = 0; r < kRows; ++r, pv += stride) {
      for (int v = 0; v < vecs; ++v) store(pv + v * kLanes, rescale[r] * load(pv + v * kLanes));
      product_kept(pv, p + r * kTile, 1, kept.words[row + r], {keys.v_rows, stride}, vecs);
    }
  }

  void add(int rows) const {
    for_row_groups(rows, [&](auto group, int row) { score<decltype(group)::kRows>(row); });
    for (int row = 0; row < rows; row += kLanes) softmax(row);
    for_row_groups(rows, [&](auto group, int row) { add_values<decltype(group)::kRows>(row); });
  }
};

template <class Element>
void forward(const ForwardCall& call, int32_t head, int64_t query_tile, int64_t next_query_tile, float* scratch) {
  const AttentionInputs& in = call.in;
  const Element* const q = static_cast<const Element*>(in.q);
  const int32_t d = in.head_dim;
  const int rows = chunks_in_tile(query_tile, in.num_queries);
  const ForwardState state = ForwardState::of(scratch, d);
  pack_queries(state.q_rows, q + query_offset(in, query_tile * kTile, head), query_stride(in), rows, d,
               in.softmax_scale);
  clear(state.pv, kTile * row_floats(d));
  clear(state.sums, kTile * kLanes);
  // Not -INFINITY: the distance to a first score is then a number, and -INFINITY itself stays below.
  for (int i = 0; i < kTile * kLanes; ++i) state.largest[i] = -FLT_MAX;
  for (int r = 0; r < kTile; ++r) state.base[r] = -FLT_MAX;

  const float scale = scale_of_dots(in.softmax_scale);
  const float log2_scale = scale * kLog2E;
  const int32_t kv_head = kv_head_of(in, head);
  const int64_t begin = call.rows.indptr[query_tile];
  const int64_t end = call.rows.indptr[query_tile + 1];
  for (int64_t e = begin; e < end; ++e) {
    const int64_t key_tile = call.rows.indices[e];
    const ForwardKeys keys = ForwardKeys::of(call, kv_head, key_tile);
    KeptPairs kept;
    find_kept(kept, call.rows, e, first_bits(chunks_in_tile(key_tile, in.num_keys)));
    if (kept.masked) {
      ForwardTile<true>{state, keys, kept, d, log2_scale}.add(rows);
    } else {
      ForwardTile<false>{state, keys, kept, d, log2_scale}.add(rows);
    }
    if (e == begin) {
      fetch_rows(q + query_offset(in, next_query_tile * kTile, head), query_stride(in),
                 chunks_in_tile(next_query_tile, in.num_queries), d);
      fetch_rows(static_cast<Element*>(call.out) + query_offset(in, query_tile * kTile, head), query_stride(in), rows,
                 d);
    }
  }

  for (int r = 0; r < rows; ++r) {
    const int64_t query = query_tile * kTile + r;
    Element* out = static_cast<Element*>(call.out) + query_offset(in, query, head);
    float* lse = call.lse + query * in.num_heads + head;
    const float sum = sum_of_lanes(load(state.sums + r * kLanes));
    if (sum == 0) {  // no pair kept, or every score -inf
      for (int32_t x = 0; x < d; ++x) out[x] = Element{};
      *lse = -INFINITY;
    } else {
      write_row(out, state.pv + r * row_floats(d), d, 1 / sum);
      *lse = scale * state.base[r] + __builtin_logf(sum);
    }
  }
}

AttentionSizes forward_sizes(int32_t d) { return {ForwardKeys::floats(d), 0, ForwardState::floats(d)}; }

}  // namespace
}  // namespace ligature
