// Attention backward of a query tile (dq) and of a key tile (dk and dv): sm_80 and later, bf16 or fp16, head dim 64 or
// 128.
#pragma once
#include "attention_tile.cuh"

namespace ligature {

// The tile's own two tensors, two buffers of the other side's two, and a word for any_of_block.
template <int kHeadDim>
constexpr uint32_t kBackwardQueriesSharedBytes = 6 * SharedTile<kHeadDim>::kBytes + 16;

// The same, and lse and delta of 64 queries in two buffers.
template <int kHeadDim>
constexpr uint32_t kBackwardKeysSharedBytes = 6 * SharedTile<kHeadDim>::kBytes + 4 * kTile * sizeof(float) + 16;

// p of a pair, its score and lse in units of log 2. A query without keys has lse -inf and no p.
LIG_DEVICE float probability(float s, float lse) { return exp2_fast(s - (lse == -INFINITY ? INFINITY : lse)); }

template <class Element, int kHeadDim>
LIG_DEVICE void backward_queries_base(const AttentionBackwardArguments& call) {
  constexpr int kTileBytes = SharedTile<kHeadDim>::kBytes;
  const AttentionInputs& in = call.in;
  const Lane at;
  const auto head = static_cast<int32_t>(block_index() % in.num_heads);
  const int32_t kv_head = head / (in.num_heads / in.num_kv_heads);
  const int64_t tile = call.row_order[block_index() / in.num_heads];
  const int rows = chunks_in_tile(tile, in.num_queries);
  const int64_t begin = call.rows.indptr[tile];
  const int64_t end = call.rows.indptr[tile + 1];
  char* q_tile = shared_memory();
  char* dout_tile = q_tile + kTileBytes;
  char* k_tiles = dout_tile + kTileBytes;
  char* v_tiles = k_tiles + 2 * kTileBytes;
  auto* word = reinterpret_cast<uint32_t*>(v_tiles + 2 * kTileBytes);
  const auto fetch = [&](int64_t e) {
    if (e < end) {
      const int64_t key_tile = call.rows.indices[e];
      const int keys = chunks_in_tile(key_tile, in.num_keys);
      const int at_buffer = static_cast<int>((e - begin) & 1) * kTileBytes;
      copy_tile<Element, kHeadDim>(k_tiles + at_buffer, in.k, key_tile * kTile, keys, in.num_kv_heads, kv_head);
      copy_tile<Element, kHeadDim>(v_tiles + at_buffer, in.v, key_tile * kTile, keys, in.num_kv_heads, kv_head);
    }
    commit_copies();
  };

  copy_tile<Element, kHeadDim>(q_tile, in.q, tile * kTile, rows, in.num_heads, head);
  copy_tile<Element, kHeadDim>(dout_tile, call.dout, tile * kTile, rows, in.num_heads, head);
  fetch(begin);
  const float scale = in.softmax_scale * kLog2E;
  float lse[2], delta[2];
  LIG_UNROLL for (int half = 0; half < 2; ++half) {
    const bool inside = at.row(half) < rows;
    const int64_t row = (tile * kTile + (inside ? at.row(half) : 0)) * in.num_heads + head;
    lse[half] = inside ? call.lse[row] * kLog2E : -INFINITY;
    delta[half] = inside ? call.delta[row] : 0;
  }
  float dq[kHeadDim / 8][4] = {};
  for (int64_t e = begin; e < end; ++e) {
    fetch(e + 1);
    wait_copies<1>();
    sync_block();
    const int keys = chunks_in_tile(call.rows.indices[e], in.num_keys);
    const int at_buffer = static_cast<int>((e - begin) & 1) * kTileBytes;
    float s[kPairBlocks][4] = {};
    float dp[kPairBlocks][4] = {};
    LIG_UNROLL for (int step = 0; step < kHeadDim / 16; ++step) {
      uint32_t q[4], dout[4];
      load_rows<kHeadDim>(q, q_tile, step, at);
      load_rows<kHeadDim>(dout, dout_tile, step, at);
      multiply_rows<Element, kHeadDim>(s, q, k_tiles + at_buffer, step, 0, at);
      multiply_rows<Element, kHeadDim>(dp, dout, v_tiles + at_buffer, step, 0, at);
    }
    const KeptPairs kept(call.rows, e, keys, at);
    LIG_UNROLL for (int block = 0; block < kPairBlocks; ++block) {
      LIG_UNROLL for (int i = 0; i < 4; ++i) {
        const float ds = probability(s[block][i] * scale, lse[i / 2]) * (dp[block][i] - delta[i / 2]);
        s[block][i] = kept.keeps(block * 8, i, at) ? ds : 0;
      }
    }
    LIG_UNROLL for (int step = 0; step < kTile / 16; ++step) {
      uint32_t ds[4];
      round_pairs<Element>(ds, s, step);
      multiply_columns<Element, kHeadDim>(dq, ds, k_tiles + at_buffer, 16 * step, at);
    }
    sync_block();  // the buffer is read no more
  }
  wait_copies<0>();
  if (any_of_block(any_not_finite(dq), word)) {
    note_recomputed_tile();
    backward_query_tile<Element>(call, head, tile);
    return;
  }
  const float factors[2] = {in.softmax_scale, in.softmax_scale};
  write_rows<Element, kHeadDim>(call.dq, dq, factors, tile * kTile, rows, in.num_heads, head, at);
}

// dk, dv or both of a key tile. Here rows are keys and columns are queries, of every head that reads this kv head.
template <class Element, int kHeadDim, bool kDk, bool kDv>
LIG_DEVICE void backward_keys_tile(const AttentionBackwardArguments& call, int32_t kv_head, int64_t tile) {
  constexpr int kTileBytes = SharedTile<kHeadDim>::kBytes;
  const AttentionInputs& in = call.in;
  const Lane at;
  const int32_t group = in.num_heads / in.num_kv_heads;
  const int rows = chunks_in_tile(tile, in.num_keys);
  const int64_t begin = call.columns.indptr[tile];
  const auto entries = static_cast<int32_t>(call.columns.indptr[tile + 1] - begin);
  const int32_t first_head = kv_head * group;
  char* k_tile = shared_memory();
  char* v_tile = k_tile + kTileBytes;
  char* q_tiles = v_tile + kTileBytes;
  char* dout_tiles = q_tiles + 2 * kTileBytes;
  auto* lses = reinterpret_cast<float*>(dout_tiles + 2 * kTileBytes);
  float* deltas = lses + 2 * kTile;
  auto* word = reinterpret_cast<uint32_t*>(deltas + 2 * kTile);
  const auto fetch = [&](int32_t entry, int32_t head, int buffer) {
    if (entry < entries) {
      const int64_t query_tile = call.columns.indices[begin + entry];
      const int queries = chunks_in_tile(query_tile, in.num_queries);
      copy_tile<Element, kHeadDim>(q_tiles + buffer * kTileBytes, in.q, query_tile * kTile, queries, in.num_heads,
                                   head);
      copy_tile<Element, kHeadDim>(dout_tiles + buffer * kTileBytes, call.dout, query_tile * kTile, queries,
                                   in.num_heads, head);
      const int query = static_cast<int>(thread_index()) % kTile;
      const bool inside = query < queries;
      const int64_t row = (query_tile * kTile + (inside ? query : 0)) * in.num_heads + head;
      if (thread_index() < kTile) {
        copy_word_async(lses + buffer * kTile + query, call.lse + row, inside);
      } else {
        copy_word_async(deltas + buffer * kTile + query, call.delta + row, inside);
      }
    }
    commit_copies();
  };

  copy_tile<Element, kHeadDim>(k_tile, in.k, tile * kTile, rows, in.num_kv_heads, kv_head);
  copy_tile<Element, kHeadDim>(v_tile, in.v, tile * kTile, rows, in.num_kv_heads, kv_head);
  int32_t entry = 0;
  int32_t head = first_head;
  int buffer = 0;
  fetch(entry, head, buffer);
  const float scale = in.softmax_scale * kLog2E;
  float dk[kHeadDim / 8][4] = {};
  float dv[kHeadDim / 8][4] = {};
  while (entry < entries) {
    const bool last_head = head + 1 == first_head + group;
    const int32_t next_entry = last_head ? entry + 1 : entry;
    head = last_head ? first_head : head + 1;
    fetch(next_entry, head, 1 - buffer);
    wait_copies<1>();
    sync_block();
    const int queries = chunks_in_tile(call.columns.indices[begin + entry], in.num_queries);
    const char* q_tile = q_tiles + buffer * kTileBytes;
    const char* dout_tile = dout_tiles + buffer * kTileBytes;
    float s[kPairBlocks][4] = {};
    float dp[kPairBlocks][4] = {};
    LIG_UNROLL for (int step = 0; step < kHeadDim / 16; ++step) {
      uint32_t k[4];
      load_rows<kHeadDim>(k, k_tile, step, at);
      multiply_rows<Element, kHeadDim>(s, k, q_tile, step, 0, at);
      if constexpr (kDk) {
        uint32_t v[4];
        load_rows<kHeadDim>(v, v_tile, step, at);
        multiply_rows<Element, kHeadDim>(dp, v, dout_tile, step, 0, at);
      }
    }
    const KeptPairs kept(call.columns, begin + entry, queries, at);
    LIG_UNROLL for (int block = 0; block < kPairBlocks; ++block) {
      LIG_UNROLL for (int i = 0; i < 4; ++i) {
        const int query = buffer * kTile + block * 8 + at.pair + i % 2;
        const bool keeps = kept.keeps(block * 8, i, at);
        const float p = probability(s[block][i] * scale, lses[query] * kLog2E);
        s[block][i] = keeps ? p : 0;
        if constexpr (kDk) dp[block][i] = keeps ? p * (dp[block][i] - deltas[query]) : 0;
      }
    }
    LIG_UNROLL for (int step = 0; step < kTile / 16; ++step) {
      uint32_t factors[4];
      if constexpr (kDv) {
        round_pairs<Element>(factors, s, step);
        multiply_columns<Element, kHeadDim>(dv, factors, dout_tile, 16 * step, at);
      }
      if constexpr (kDk) {
        round_pairs<Element>(factors, dp, step);
        multiply_columns<Element, kHeadDim>(dk, factors, q_tile, 16 * step, at);
      }
    }
    sync_block();  // the buffer is read no more
    entry = next_entry;
    buffer = 1 - buffer;
  }
  wait_copies<0>();
  const bool bad = (kDk && any_not_finite(dk)) || (kDv && any_not_finite(dv));
  if (any_of_block(bad, word)) {
    note_recomputed_tile();
    backward_key_tile<Element>(call, kv_head, tile, kDk, kDv);
    return;
  }
  if constexpr (kDk) {
    const float factors[2] = {in.softmax_scale, in.softmax_scale};
    write_rows<Element, kHeadDim>(call.dk, dk, factors, tile * kTile, rows, in.num_kv_heads, kv_head, at);
  }
  if constexpr (kDv) {
    const float factors[2] = {1, 1};
    write_rows<Element, kHeadDim>(call.dv, dv, factors, tile * kTile, rows, in.num_kv_heads, kv_head, at);
  }
}

// The sums of both gradients at once take more registers than there are where heads are of 128, so that two blocks
// share a tile.
template <class Element, int kHeadDim>
LIG_DEVICE void backward_keys_base(const AttentionBackwardArguments& call) {
  constexpr uint32_t kParts = kHeadDim == 64 ? 1 : 2;
  const uint32_t item = block_index() / kParts;
  const auto kv_head = static_cast<int32_t>(item % call.in.num_kv_heads);
  const int64_t tile = call.column_order[item / call.in.num_kv_heads];
  if constexpr (kParts == 1) {
    backward_keys_tile<Element, kHeadDim, true, true>(call, kv_head, tile);
  } else if (block_index() % kParts == 0) {
    backward_keys_tile<Element, kHeadDim, true, false>(call, kv_head, tile);
  } else {
    backward_keys_tile<Element, kHeadDim, false, true>(call, kv_head, tile);
  }
}

}  // namespace ligature
