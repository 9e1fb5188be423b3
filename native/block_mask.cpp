#include "block_mask.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "checks.h"
#include "failure.h"

namespace ligature {
namespace {

// Bits of the chunks of tile `tile` that exist when there are `n` in all.
uint64_t inside(int64_t tile, int64_t n) {
  int64_t left = n - tile * kTile;
  return left >= kTile ? ~uint64_t{0} : (uint64_t{1} << left) - 1;
}

// Transposes a 64 x 64 bit matrix in place: swaps the off-diagonal squares of side 32, then 16, and so on.
void transpose_bits(uint64_t* words) {
  uint64_t low = 0x00000000ffffffff;
  for (int side = 32; side != 0; side /= 2, low ^= low << side) {
    for (int row = 0; row < kTile; ++row) {
      if (row & side) continue;
      uint64_t swap = ((words[row] >> side) ^ words[row + side]) & low;
      words[row] ^= swap << side;
      words[row + side] ^= swap;
    }
  }
}

}  // namespace

BlockMask::BlockMask(const int64_t* indptr, const int32_t* indices, const int32_t* tile_masks, const int64_t* masks,
                     int64_t num_masks, int64_t num_queries, int64_t num_keys)
    : num_queries_(num_queries), num_keys_(num_keys) {
  constexpr int64_t kMaxTiles = std::numeric_limits<int32_t>::max();
  check_between("num_queries", num_queries, 0, kMaxTiles * kTile);
  check_between("num_keys", num_keys, 0, kMaxTiles * kTile);
  check_between("num_masks", num_masks, 0, kMaxTiles);
  check_not_null("indptr", indptr);
  checked_range("masks", masks, {num_masks, kTile});
  rows_.masks.assign(masks, masks + num_masks * kTile);
  copy_rows(indptr, indices, tile_masks, num_masks);
  check_edges();
  transpose();
  rows_.order_longest_first();
  columns_.order_longest_first();
}

void BlockMask::copy_rows(const int64_t* indptr, const int32_t* indices, const int32_t* tile_masks, int64_t num_masks) {
  const int64_t num_rows = num_tiles(num_queries_);
  const int64_t num_columns = num_tiles(num_keys_);
  if (indptr[0] != 0) refuse("indptr[0]=", indptr[0], " must be 0");
  for (int64_t row = 0; row < num_rows; ++row) {
    if (indptr[row + 1] < indptr[row]) {
      refuse("indptr[", row + 1, "]=", indptr[row + 1], " is less than indptr[", row, "]=", indptr[row]);
    }
    if (indptr[row + 1] - indptr[row] > num_columns) {
      refuse("row ", row, " has ", indptr[row + 1] - indptr[row], " tiles, and there are only ", num_columns,
             " key tiles");
    }
  }
  const int64_t num_entries = indptr[num_rows];
  checked_range("indices", indices, {num_entries});
  checked_range("tile_masks", tile_masks, {num_entries});
  rows_.indptr.assign(indptr, indptr + num_rows + 1);
  rows_.indices.reserve(num_entries);
  rows_.tile_masks.reserve(num_entries);
  std::vector<int64_t> last_row_with(num_columns, -1);
  for (int64_t row = 0; row < num_rows; ++row) {
    for (int64_t e = indptr[row]; e < indptr[row + 1]; ++e) {
      if (indices[e] < 0 || indices[e] >= num_columns) {
        refuse("indices[", e, "]=", indices[e], " must be at least 0 and less than ", num_columns, " key tiles");
      }
      if (tile_masks[e] != LIG_FULL_TILE && (tile_masks[e] < 0 || tile_masks[e] >= num_masks)) {
        refuse("tile_masks[", e, "]=", tile_masks[e], " must be ", int32_t{LIG_FULL_TILE},
               " or at least 0 and less than ", num_masks, " masks");
      }
      if (last_row_with[indices[e]] == row) refuse("row ", row, " holds key tile ", indices[e], " twice");
      last_row_with[indices[e]] = row;
    }
    for (bool full : {false, true}) {
      for (int64_t e = indptr[row]; e < indptr[row + 1]; ++e) {
        if ((tile_masks[e] == LIG_FULL_TILE) != full) continue;
        rows_.indices.push_back(indices[e]);
        rows_.tile_masks.push_back(tile_masks[e]);
      }
    }
  }
}

// Only the last row and the last column of tiles can reach past an edge.
void BlockMask::check_edges() const {
  const int64_t num_rows = num_tiles(num_queries_);
  const int64_t last_column = num_tiles(num_keys_) - 1;
  for (int64_t row = 0; row < num_rows; ++row) {
    for (int64_t e = rows_.indptr[row]; e < rows_.indptr[row + 1]; ++e) {
      const int32_t id = rows_.tile_masks[e];
      if (id == LIG_FULL_TILE || (row != num_rows - 1 && rows_.indices[e] != last_column)) continue;
      const uint64_t queries = inside(row, num_queries_);
      const uint64_t keys = inside(rows_.indices[e], num_keys_);
      for (int r = 0; r < kTile; ++r) {
        const uint64_t kept = rows_.masks[int64_t{id} * kTile + r];
        if ((kept & ~keys) != 0 || (kept != 0 && !(queries >> r & 1))) {
          refuse("word ", r, " of mask ", id, " keeps pairs past num_queries=", num_queries_,
                 " or num_keys=", num_keys_, " in the tile of row ", row, " and key tile ", rows_.indices[e]);
        }
      }
    }
  }
}

void BlockMask::transpose() {
  const int64_t num_rows = num_tiles(num_queries_);
  const int64_t num_columns = num_tiles(num_keys_);
  columns_.masks = rows_.masks;
  for (size_t at = 0; at < columns_.masks.size(); at += kTile) transpose_bits(&columns_.masks[at]);

  columns_.indptr.assign(num_columns + 1, 0);
  for (int32_t column : rows_.indices) ++columns_.indptr[column + 1];
  std::partial_sum(columns_.indptr.begin(), columns_.indptr.end(), columns_.indptr.begin());
  columns_.indices.resize(rows_.indices.size());
  columns_.tile_masks.resize(rows_.indices.size());
  std::vector<int64_t> next(columns_.indptr.begin(), columns_.indptr.end() - 1);
  for (bool full : {false, true}) {
    for (int64_t row = 0; row < num_rows; ++row) {
      for (int64_t e = rows_.indptr[row]; e < rows_.indptr[row + 1]; ++e) {
        if ((rows_.tile_masks[e] == LIG_FULL_TILE) != full) continue;
        const int64_t to = next[rows_.indices[e]]++;
        columns_.indices[to] = static_cast<int32_t>(row);
        columns_.tile_masks[to] = rows_.tile_masks[e];
      }
    }
  }
}

void BlockMask::Tiles::order_longest_first() {
  order.resize(indptr.size() - 1);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [this](int32_t a, int32_t b) { return indptr[a + 1] - indptr[a] > indptr[b + 1] - indptr[b]; });
}

}  // namespace ligature
