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

}  // namespace ligature
