// Attention of any dtype and head dim, slow and simple: a warp computes one row at a time, and looks only at pairs that
// the mask keeps, so that a NaN cannot reach another row.
//
// Of a tile of 64 pairs each lane computes two scores; then each lane sums its columns x = lane, lane + 32, ... over
// the tile. The tiles of the base kernels come here when a result is not finite.
#pragma once
#include "arguments.h"
#include "mask.cuh"

namespace ligature {

constexpr uint32_t kGeneralThreads = 128;

// What a warp shares among its lanes.
struct RowScratch {
  float a[kMaxHeadDim];  // rows that the warp computes with, as floats
  float b[kMaxHeadDim];
  float p[kTile];  // of the tile at hand
  float ds[kTile];
};

constexpr uint32_t kGeneralSharedBytes = kGeneralThreads / kWarpSize * sizeof(RowScratch);

// The sums of one row over the columns of a lane.
struct ColumnSums {
  static constexpr int kColumns = kMaxHeadDim / static_cast<int>(kWarpSize);
  float sums[kColumns];

  LIG_DEVICE void clear() { LIG_UNROLL for (int i = 0; i < kColumns; ++i) sums[i] = 0; }

  LIG_DEVICE void scale(float factor) { LIG_UNROLL for (int i = 0; i < kColumns; ++i) sums[i] *= factor; }

  template <class Element>
  LIG_DEVICE void add(float factor, const Element* row, int head_dim) {
    const int lane = static_cast<int>(thread_index() % kWarpSize);
    LIG_UNROLL for (int i = 0; i < kColumns; ++i) {
      const int x = lane + i * static_cast<int>(kWarpSize);
      if (x < head_dim) sums[i] += factor * widened(row[x]);
    }
  }

  template <class Element, class Result>
  LIG_DEVICE void write(Element* row, int head_dim, Result result) const {
    const int lane = static_cast<int>(thread_index() % kWarpSize);
    LIG_UNROLL for (int i = 0; i < kColumns; ++i) {
      const int x = lane + i * static_cast<int>(kWarpSize);
      if (x < head_dim) put(row + x, result(sums[i]));
    }
  }
};

LIG_DEVICE RowScratch& row_scratch() {
  return reinterpret_cast<RowScratch*>(shared_memory())[thread_index() / kWarpSize];
}

template <class Element>
LIG_DEVICE void load_row(float* to, const Element* from, int head_dim) {
  for (int x = static_cast<int>(thread_index() % kWarpSize); x < head_dim; x += static_cast<int>(kWarpSize)) {
    to[x] = widened(from[x]);
  }
}

template <class Element>
LIG_DEVICE float dot(const float* a, const Element* b, int n) {
  float sum = 0;
  for (int i = 0; i < n; ++i) sum += a[i] * widened(b[i]);
  return sum;
}

// The rows of a tile that this warp computes.
template <class Body>
LIG_DEVICE void for_rows_of_warp(int rows, Body body) {
  for (int row = static_cast<int>(thread_index() / kWarpSize); row < rows;
       row += static_cast<int>(kGeneralThreads / kWarpSize)) {
    sync_warp();  // the row before has been read
    body(row);
  }
}

template <class Element>
LIG_DEVICE void forward_row(const AttentionForwardArguments& call, int32_t head, int64_t query_tile, int row) {
  const AttentionInputs& in = call.in;
  RowScratch& scratch = row_scratch();
  const int lane = static_cast<int>(thread_index() % kWarpSize);
  const int32_t kv_head = head / (in.num_heads / in.num_kv_heads);
  const int64_t query = query_tile * kTile + row;
  const int64_t at = query_offset(in, query, head);
  const auto* k = static_cast<const Element*>(in.k);
  const auto* v = static_cast<const Element*>(in.v);
  load_row(scratch.a, static_cast<const Element*>(in.q) + at, in.head_dim);
  sync_warp();
  ColumnSums sum_pv;
  sum_pv.clear();
  float max = -INFINITY;
  float sum_p = 0;  // of the pairs of this lane
  for (int64_t e = call.rows.indptr[query_tile]; e < call.rows.indptr[query_tile + 1]; ++e) {
    const int64_t first_key = int64_t{call.rows.indices[e]} * kTile;
    const uint64_t kept = kept_columns(call.rows, e, row, chunks_in_tile(call.rows.indices[e], in.num_keys));
    if (kept == 0) continue;
    float s[2];
    float new_max = max;
    LIG_UNROLL for (int half = 0; half < 2; ++half) {
      const int c = lane + half * static_cast<int>(kWarpSize);
      s[half] = -INFINITY;
      if (!(kept >> c & 1)) continue;
      s[half] = in.softmax_scale * dot(scratch.a, k + key_offset(in, first_key + c, kv_head), in.head_dim);
      new_max = fmaxf(new_max, s[half]);
    }
    new_max = warp_max(new_max);
    const float base = new_max == -INFINITY ? 0 : new_max;  // as -inf - -inf is NaN
    const float rescale = expf(max - base);
    max = new_max;
    sum_p *= rescale;
    sum_pv.scale(rescale);
    sync_warp();  // p of the tile before has been read
    LIG_UNROLL for (int half = 0; half < 2; ++half) {
      const int c = lane + half * static_cast<int>(kWarpSize);
      if (!(kept >> c & 1)) continue;
      scratch.p[c] = expf(s[half] - base);
      sum_p += scratch.p[c];
    }
    sync_warp();
    for (int c = 0; c < kTile; ++c) {
      if (kept >> c & 1) sum_pv.add(scratch.p[c], v + key_offset(in, first_key + c, kv_head), in.head_dim);
    }
  }
  sum_p = warp_sum(sum_p);
  const bool nothing = sum_p == 0;  // no pair kept, or every score -inf
  sum_pv.write(static_cast<Element*>(call.out) + at, in.head_dim, [&](float sum) { return nothing ? 0 : sum / sum_p; });
  if (lane == 0) call.lse[query * in.num_heads + head] = nothing ? -INFINITY : max + logf(sum_p);
}

// With ds = p * (dout . v - delta): dq = scale * sum of ds * k, dk = scale * sum of ds * q, dv = sum of p * dout.
template <class Element>
LIG_DEVICE void backward_query_row(const AttentionBackwardArguments& call, int32_t head, int64_t query_tile, int row) {
  const AttentionInputs& in = call.in;
  RowScratch& scratch = row_scratch();
  const int lane = static_cast<int>(thread_index() % kWarpSize);
  const int32_t kv_head = head / (in.num_heads / in.num_kv_heads);
  const int64_t query = query_tile * kTile + row;
  const int64_t at = query_offset(in, query, head);
  const auto* k = static_cast<const Element*>(in.k);
  const auto* v = static_cast<const Element*>(in.v);
  const float lse = call.lse[query * in.num_heads + head];
  const float delta = call.delta[query * in.num_heads + head];
  load_row(scratch.a, static_cast<const Element*>(in.q) + at, in.head_dim);
  load_row(scratch.b, static_cast<const Element*>(call.dout) + at, in.head_dim);
  ColumnSums dq;
  dq.clear();
  for (int64_t e = call.rows.indptr[query_tile]; e < call.rows.indptr[query_tile + 1] && lse != -INFINITY; ++e) {
    const int64_t first_key = int64_t{call.rows.indices[e]} * kTile;
    const uint64_t kept = kept_columns(call.rows, e, row, chunks_in_tile(call.rows.indices[e], in.num_keys));
    if (kept == 0) continue;
    sync_warp();  // ds of the tile before has been read; a and b have been written
    LIG_UNROLL for (int half = 0; half < 2; ++half) {
      const int c = lane + half * static_cast<int>(kWarpSize);
      if (!(kept >> c & 1)) continue;
      const int64_t key = key_offset(in, first_key + c, kv_head);
      const float p = expf(in.softmax_scale * dot(scratch.a, k + key, in.head_dim) - lse);
      scratch.ds[c] = p * (dot(scratch.b, v + key, in.head_dim) - delta);
    }
    sync_warp();
    for (int c = 0; c < kTile; ++c) {
      if (kept >> c & 1) dq.add(scratch.ds[c], k + key_offset(in, first_key + c, kv_head), in.head_dim);
    }
  }
  dq.write(static_cast<Element*>(call.dq) + at, in.head_dim, [&](float sum) { return in.softmax_scale * sum; });
}

template <class Element>
LIG_DEVICE void backward_key_row(const AttentionBackwardArguments& call, int32_t kv_head, int64_t key_tile, int row,
                                 bool write_dk, bool write_dv) {
  constexpr float kSkipped = -1;  // no p is negative
  const AttentionInputs& in = call.in;
  RowScratch& scratch = row_scratch();
  const int lane = static_cast<int>(thread_index() % kWarpSize);
  const int32_t group = in.num_heads / in.num_kv_heads;
  const int64_t at = key_offset(in, key_tile * kTile + row, kv_head);
  const auto* q = static_cast<const Element*>(in.q);
  const auto* dout = static_cast<const Element*>(call.dout);
  load_row(scratch.a, static_cast<const Element*>(in.k) + at, in.head_dim);
  load_row(scratch.b, static_cast<const Element*>(in.v) + at, in.head_dim);
  ColumnSums dk, dv;
  dk.clear();
  dv.clear();
  for (int64_t e = call.columns.indptr[key_tile]; e < call.columns.indptr[key_tile + 1]; ++e) {
    const int64_t first_query = int64_t{call.columns.indices[e]} * kTile;
    const uint64_t kept = kept_columns(call.columns, e, row, chunks_in_tile(call.columns.indices[e], in.num_queries));
    if (kept == 0) continue;
    for (int32_t head = kv_head * group; head < (kv_head + 1) * group; ++head) {
      sync_warp();  // p and ds of the tile before have been read; a and b have been written
      LIG_UNROLL for (int half = 0; half < 2; ++half) {
        const int c = lane + half * static_cast<int>(kWarpSize);
        if (!(kept >> c & 1)) continue;
        const int64_t query = query_offset(in, first_query + c, head);
        const int64_t of_row = (first_query + c) * in.num_heads + head;
        const float lse = call.lse[of_row];
        const float p = expf(in.softmax_scale * dot(scratch.a, q + query, in.head_dim) - lse);
        scratch.p[c] = lse == -INFINITY ? kSkipped : p;
        scratch.ds[c] = p * (dot(scratch.b, dout + query, in.head_dim) - call.delta[of_row]);
      }
      sync_warp();
      for (int c = 0; c < kTile; ++c) {
        if (!(kept >> c & 1) || scratch.p[c] == kSkipped) continue;
        const int64_t query = query_offset(in, first_query + c, head);
        dk.add(scratch.ds[c], q + query, in.head_dim);
        dv.add(scratch.p[c], dout + query, in.head_dim);
      }
    }
  }
  if (write_dk) {
    dk.write(static_cast<Element*>(call.dk) + at, in.head_dim, [&](float sum) { return in.softmax_scale * sum; });
  }
  if (write_dv) dv.write(static_cast<Element*>(call.dv) + at, in.head_dim, [](float sum) { return sum; });
}

// One tile of one head, by all threads of a block.
template <class Element>
LIG_DEVICE void forward_tile(const AttentionForwardArguments& call, int32_t head, int64_t query_tile) {
  for_rows_of_warp(chunks_in_tile(query_tile, call.in.num_queries),
                   [&](int row) { forward_row<Element>(call, head, query_tile, row); });
}

template <class Element>
LIG_DEVICE void backward_query_tile(const AttentionBackwardArguments& call, int32_t head, int64_t query_tile) {
  for_rows_of_warp(chunks_in_tile(query_tile, call.in.num_queries),
                   [&](int row) { backward_query_row<Element>(call, head, query_tile, row); });
}

template <class Element>
LIG_DEVICE void backward_key_tile(const AttentionBackwardArguments& call, int32_t kv_head, int64_t key_tile,
                                  bool write_dk, bool write_dv) {
  for_rows_of_warp(chunks_in_tile(key_tile, call.in.num_keys),
                   [&](int row) { backward_key_row<Element>(call, kv_head, key_tile, row, write_dk, write_dv); });
}

// Every tile of every head, those with most work first.
template <class Body>
LIG_DEVICE void for_tiles(int64_t num_tiles, int32_t num_heads, const int32_t* order, Body body) {
  for (int64_t item = block_index(); item < num_tiles * num_heads; item += num_blocks()) {
    body(static_cast<int32_t>(item % num_heads), order[item / num_heads]);
  }
}

template <class Element>
LIG_DEVICE void forward_general(const AttentionForwardArguments& call) {
  for_tiles(call.in.num_query_tiles, call.in.num_heads, call.row_order,
            [&](int32_t head, int64_t tile) { forward_tile<Element>(call, head, tile); });
}

template <class Element>
LIG_DEVICE void backward_queries_general(const AttentionBackwardArguments& call) {
  for_tiles(call.in.num_query_tiles, call.in.num_heads, call.row_order,
            [&](int32_t head, int64_t tile) { backward_query_tile<Element>(call, head, tile); });
}

template <class Element>
LIG_DEVICE void backward_keys_general(const AttentionBackwardArguments& call) {
  for_tiles(call.in.num_key_tiles, call.in.num_kv_heads, call.column_order,
            [&](int32_t kv_head, int64_t tile) { backward_key_tile<Element>(call, kv_head, tile, true, true); });
}

// delta of all rows, a warp for each.
template <class Element>
LIG_DEVICE void backward_delta(const AttentionBackwardArguments& call) {
  const AttentionInputs& in = call.in;
  const auto* out = static_cast<const Element*>(call.out);
  const auto* dout = static_cast<const Element*>(call.dout);
  const uint32_t lane = thread_index() % kWarpSize;
  const int64_t warps = int64_t{kGeneralThreads / kWarpSize} * num_blocks();
  int64_t row = int64_t{kGeneralThreads / kWarpSize} * block_index() + thread_index() / kWarpSize;
  for (; row < in.num_queries * in.num_heads; row += warps) {
    float sum = 0;
    for (int64_t x = lane; x < in.head_dim; x += kWarpSize) {
      sum += widened(dout[row * in.head_dim + x]) * widened(out[row * in.head_dim + x]);
    }
    sum = warp_sum(sum);
    if (lane == 0) call.delta[row] = sum;
  }
}

}  // namespace ligature
