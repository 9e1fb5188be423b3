// What an engine is: a table of plain functions, each doing one item of work whose outputs it alone owns.
//
// Every engine includes this header, and each is compiled for its own instruction set. So there are only plain
// structs here: an inline function would be merged by the linker, and a baseline CPU could then meet AVX code.
#pragma once
#include <stdint.h>

namespace ligature {

constexpr int kTile = 64;
constexpr int kMaxHeadDim = 256;
constexpr int kMaxTables = 3;

// A stored bfloat16: the upper half of the float of that value.
struct Bf16 {
  uint16_t bits;
};

// The tiles of a mask, row by row: CSR with rows of query tiles, or its transpose with rows of key tiles (then
// bit r of word c stands for query r and key c). Partial tiles come first in each row, then full ones.
struct TileList {
  const int64_t* indptr;      // [rows + 1]
  const int32_t* indices;     // [indptr[rows]]
  const int32_t* tile_masks;  // [indptr[rows]], LIG_FULL_TILE or an index into masks
  const uint64_t* masks;      // [num_masks, 64]
};

// q [num_queries, num_heads, head_dim], k and v [num_keys, num_kv_heads, head_dim], of the dtype that the kernels are
// for.
struct AttentionInputs {
  int64_t num_queries;
  int64_t num_keys;
  int64_t num_query_tiles;
  int64_t num_key_tiles;
  int32_t num_heads;
  int32_t num_kv_heads;
  int32_t head_dim;
  float softmax_scale;
  const void* q;
  const void* k;
  const void* v;
};

struct ForwardCall {
  AttentionInputs in;
  TileList rows;
  void* out;              // as q
  float* lse;             // [num_queries, num_heads]
  float* key_packs;       // [some kv heads, num_key_tiles, forward_sizes().key_pack]
  int32_t first_kv_head;  // whose packs come first
};

struct BackwardCall {
  AttentionInputs in;
  TileList rows;
  TileList columns;
  const void* dout;       // as q
  const void* out;        // as q
  const float* lse;       // [num_queries, num_heads]
  void* dq;               // as q
  void* dk;               // as k
  void* dv;               // as k
  float* key_packs;       // [some kv heads, num_key_tiles, backward_sizes().key_pack]
  float* query_packs;     // [their heads, num_query_tiles, backward_sizes().query_pack]
  int32_t first_kv_head;  // whose packs come first
};

// Floats of work space, each a multiple of 16 so that every part stays 64-byte aligned; 0 for what is not used.
struct AttentionSizes {
  int64_t key_pack;    // for each kv head and key tile
  int64_t query_pack;  // for each head and query tile
  int64_t scratch;     // for each thread
};

// Tiles [begin, end) of one side.
struct TileRange {
  int64_t begin;
  int64_t end;
};

struct AttentionKernels {
  AttentionSizes (*forward_sizes)(int32_t head_dim);
  AttentionSizes (*backward_sizes)(int32_t head_dim);

  // A `next` tile is one that the same thread will likely do next, and may be fetched ahead.

  // Lays one key tile out as `forward` reads it. Runs before, and only for tiles that the mask holds.
  void (*forward_pack_keys)(const ForwardCall& call, int32_t kv_head, int64_t key_tile, int64_t next);
  // out and lse of one query tile and head.
  void (*forward)(const ForwardCall& call, int32_t head, int64_t query_tile, int64_t next, float* scratch);

  // Lay one tile out as `backward` reads it, and set the sums of its gradients to 0.
  void (*backward_begin_keys)(const BackwardCall& call, int32_t kv_head, int64_t key_tile, int64_t next);
  void (*backward_begin_queries)(const BackwardCall& call, int32_t head, int64_t query_tile, int64_t next);
  // Adds what the pairs of `keys` and `queries` give to the sums of both, for every head that reads kv_head. No two
  // calls with a kv_head may overlap in time where they share keys or queries, and their order is part of the result.
  void (*backward)(const BackwardCall& call, int32_t kv_head, TileRange keys, TileRange queries, float* scratch);
  // Write dk and dv, or dq, of one tile from the sums.
  void (*backward_end_keys)(const BackwardCall& call, int32_t kv_head, int64_t key_tile);
  void (*backward_end_queries)(const BackwardCall& call, int32_t head, int64_t query_tile);
};

// Where an entry of a gather reads: row indices[e] of rows.
struct GatherSource {
  const void* rows;  // of the dtype that the kernels are for
  const int32_t* indices;
};

// Sums of rows, which is all that chunk embedding is, forward and backward:
//   sum of (a row of each source) * weights[weight_indices[e]] over e in [indptr[i], indptr[i + 1])
//   times target_weights[i], written (or added, where `add`) to row target_rows[i] of target.
// A NULL weight is 1 and a NULL target_rows[i] is i. Sums are of floats, and rounded once where they are written.
struct GatherCall {
  int64_t dim;
  int64_t num_entries;  // length of indices
  const int64_t* indptr;
  GatherSource sources[kMaxTables];
  int32_t num_sources;
  const float* weights;
  const int32_t* weight_indices;
  const float* target_weights;
  const int32_t* target_rows;
  void* target;  // as rows
  bool add;
  bool stream;  // not where `add`: may be written past the caches, as they could not hold it; rows stand at lines
};

struct GatherKernels {
  // Targets [begin, end) of a gather.
  void (*sums)(const GatherCall& call, int64_t begin, int64_t end);
  // What they add to the gradient of the weights, dtarget being that of the target: dweights[weight_indices[e]] gets
  // dtarget[i] . (the rows of entry e).
  void (*weights)(const GatherCall& call, const void* dtarget, int64_t begin, int64_t end, double* dweights);
};

constexpr int kDtypes = 2;

struct Kernels {
  const AttentionKernels* attention[kDtypes];  // for each lig_dtype
  const GatherKernels* gather[kDtypes];
};

}  // namespace ligature
