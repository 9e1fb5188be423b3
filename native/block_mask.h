// A block mask: which (query, key) pairs are kept, as 64 x 64 tiles. It is a checked copy of what the caller
// gave, so no kernel has to look again, together with its transpose for dk and dv.
#pragma once
#include <cstdint>
#include <vector>

#include "cpu/kernels.h"

namespace ligature {

class BlockMask {
 public:
  // The arrays are those of lig_attention_create. Refuses what the header rules out.
  BlockMask(const int64_t* indptr, const int32_t* indices, const int32_t* tile_masks, const int64_t* masks,
            int64_t num_masks, int64_t num_queries, int64_t num_keys);

  TileList rows() const { return rows_.list(); }
  TileList columns() const { return columns_.list(); }

  // All query tiles (key tiles), those with most work first, so that no thread is left with a long one at the end.
  const std::vector<int32_t>& row_order() const { return rows_.order; }
  const std::vector<int32_t>& column_order() const { return columns_.order; }

 private:
  struct Tiles {
    std::vector<int64_t> indptr;
    std::vector<int32_t> indices;
    std::vector<int32_t> tile_masks;
    std::vector<uint64_t> masks;
    std::vector<int32_t> order;

    TileList list() const { return {indptr.data(), indices.data(), tile_masks.data(), masks.data()}; }
    void order_longest_first();
  };

  void copy_rows(const int64_t* indptr, const int32_t* indices, const int32_t* tile_masks, int64_t num_masks);
  void check_edges() const;
  void transpose();

  int64_t num_queries_;
  int64_t num_keys_;
  Tiles rows_;
  Tiles columns_;
};

// Tiles that cover n chunks.
inline int64_t num_tiles(int64_t n) { return n / kTile + (n % kTile != 0); }

}  // namespace ligature
