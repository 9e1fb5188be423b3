// What each kernel is given, by value: shared by the host, the device and the emulator. Addresses are the device's.
#pragma once
#include <stdint.h>

#include "../../cpu/kernels.h"

namespace ligature {

// One block of threads computes one query tile of one head.
struct AttentionForwardArguments {
  AttentionInputs in;
  TileList rows;
  const int32_t* row_order;  // [num_query_tiles], longest first
  void* out;                 // as q
  float* lse;                // [num_queries, num_heads]
};

// Three kernels, one after the other: delta, then the pass over queries (dq) and the pass over keys (dk and dv) in any
// order. Each output has one owner, so nothing is added atomically and every run gives the same bits.
struct AttentionBackwardArguments {
  AttentionInputs in;
  TileList rows;
  TileList columns;
  const int32_t* row_order;     // [num_query_tiles], longest first
  const int32_t* column_order;  // [num_key_tiles], longest first
  const void* dout;             // as q
  const void* out;              // as q
  const float* lse;             // [num_queries, num_heads]
  float* delta;                 // [num_queries, num_heads], work space: rowsum(dout * out)
  void* dq;                     // as q
  void* dk;                     // as k
  void* dv;                     // as k
};

// The gather of cpu/kernels.h over all its targets. A NULL sources[s].indices reads row e for entry e. `stream` and
// `num_entries` are not looked at.
//
// A row that very many entries read is best cut into runs: a gather into floats that has a run for each target, and a
// gather of those floats (indices NULL, a run for each entry) into the rows.
struct GatherArguments {
  GatherCall call;
  int64_t num_targets;
};

// The gradient of slot weights, in two kernels: dots, then sums.
struct SlotArguments {
  GatherCall call;      // that of the forward; its target is not looked at
  const void* dtarget;  // [num_targets, dim], as the rows of sources
  int64_t num_targets;
  int64_t num_entries;  // indptr[num_targets]
  int32_t num_slots;
  double* dots;   // [num_entries], work space: dtarget[i] . (the rows of entry e)
  float* dslots;  // [num_slots]
};

}  // namespace ligature
