#include "embedding.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "../include/ligature.h"
#include "checks.h"
#include "element.h"
#include "failure.h"

namespace ligature {
namespace {

static_assert(kMaxTables == LIG_MAX_TABLES, "the header and the kernels must agree");

// Rows read by one item of work: enough to hide the hand-out, few enough to share out evenly.
constexpr int64_t kBlockWork = 512;

// A result of so many bytes is gone from the caches before it is read, unless they are very large.
constexpr int64_t kStreamedBytes = 8 << 20;
constexpr int64_t kLineBytes = 64;

bool streams(const void* target, int64_t rows, int64_t row_bytes) {
  return row_bytes % kLineBytes == 0 && reinterpret_cast<uintptr_t>(target) % kLineBytes == 0 &&
         rows * row_bytes >= kStreamedBytes;
}

// Parts of the chunks with slot sums of their own: enough for many threads, and a few megabytes at most.
constexpr int64_t kMaxSlotParts = 256;

// Stable counting sort by row, a few bits at a time: lowest first, so the last pass decides. `spare` is overwritten.
void sort_by_row(std::vector<RowEntry>& entries, std::vector<RowEntry>& spare) {
  constexpr int kMostBits = 11;  // more counters than these would not stay in the nearest cache
  int32_t all_bits = 0;
  for (const RowEntry& entry : entries) all_bits |= entry.row;
  int width = 0;
  while (width < 31 && all_bits >> width != 0) ++width;
  const int passes = (width + kMostBits - 1) / kMostBits;
  spare.resize(entries.size());
  for (int pass = 0; pass < passes; ++pass) {
    const int shift = pass * width / passes;
    const int32_t mask = (1 << ((pass + 1) * width / passes - shift)) - 1;
    int32_t next[(1 << kMostBits) + 1] = {};
    for (const RowEntry& entry : entries) ++next[(entry.row >> shift & mask) + 1];
    for (int32_t digit = 0; digit < mask; ++digit) next[digit + 1] += next[digit];
    for (const RowEntry& entry : entries) spare[next[entry.row >> shift & mask]++] = entry;
    entries.swap(spare);
  }
}

}  // namespace

EmbeddingPlan::EmbeddingPlan(std::shared_ptr<Context> context, const int32_t* units, const int32_t* chunk_start,
                             const int32_t* chunk_end, int64_t num_units, int64_t num_chunks,
                             const std::vector<UnitField>& fields, Pooling pooling, int32_t dtype)
    : context_(std::move(context)), pooling_(pooling), dtype_(dtype), tables_(fields.size()) {
  constexpr int64_t kMaxEntries = std::numeric_limits<int32_t>::max();
  for (int64_t i = 0; i < num_units; ++i) {
    if (units[i] < 0) refuse("units[", i, "]=", units[i], " must not be negative");
  }
  chunks_.indptr.reserve(num_chunks + 1);
  chunks_.indptr.push_back(0);
  for (int64_t c = 0; c < num_chunks; ++c) {
    if (chunk_start[c] < 0 || chunk_start[c] > chunk_end[c] || chunk_end[c] > num_units) {
      refuse("chunk ", c, " is [", chunk_start[c], ", ", chunk_end[c], "), which is no run of the ", num_units,
             " units");
    }
    chunks_.indptr.push_back(chunks_.indptr.back() + chunk_end[c] - chunk_start[c]);
    if (chunks_.indptr.back() > kMaxEntries) {
      refuse("the first ", c + 1, " chunks hold ", chunks_.indptr.back(), " units in all; a plan holds at most ",
             kMaxEntries);
    }
  }
  if (pooling.pool == LIG_POOL_MEAN) {
    chunk_weights_.reserve(num_chunks);
    for (int64_t c = 0; c < num_chunks; ++c) {
      const int32_t size = chunk_end[c] - chunk_start[c];
      chunk_weights_.push_back(size == 0 ? 0.0f : 1.0f / static_cast<float>(size));
    }
  }
  const int64_t num_entries = chunks_.indptr.back();
  // Chunks are short and of any size, so a loop over the entries of each would be mispredicted again and again: what
  // follows goes over all entries at once.
  std::vector<int32_t> chunk_of(num_entries + 1);
  for (int64_t c = 1; c < num_chunks; ++c) ++chunk_of[chunks_.indptr[c]];
  for (int64_t e = 1; e < num_entries; ++e) chunk_of[e] += chunk_of[e - 1];
  auto slot_of = [&](int64_t e) { return e - chunks_.indptr[chunk_of[e]]; };
  if (pooling.num_slots > 0) {
    chunks_.slots.resize(num_entries);
    for (int64_t e = 0; e < num_entries; ++e) {
      chunks_.slots[e] = static_cast<int32_t>(std::min<int64_t>(slot_of(e), pooling.num_slots - 1));
    }
  }
  chunks_.cut_into_blocks();
  std::vector<RowEntry> entries(num_entries), spare;
  for (size_t t = 0; t < fields.size(); ++t) {
    tables_[t].rows.resize(num_entries);
    for (int64_t e = 0; e < num_entries; ++e) {
      const int32_t row = fields[t].row(units[chunk_start[chunk_of[e]] + slot_of(e)]);
      tables_[t].rows[e] = row;
      entries[e] = {row, static_cast<int32_t>(e)};
    }
    sort_by_row(entries, spare);
    group_by_row(tables_[t], entries, chunk_of);
  }
  if (pooling.num_slots > 0) {
    constexpr int64_t kFloatsOfDouble = sizeof(double) / sizeof(float);
    slot_sums_.emplace(slot_parts() * pooling.num_slots * kFloatsOfDouble);
  }
}

// `entries` are sorted by row, and those of one row stand as they stand in the chunks.
void EmbeddingPlan::group_by_row(Table& table, const std::vector<RowEntry>& entries,
                                 const std::vector<int32_t>& chunk_of) {
  Lists& lists = table.by_row;
  const auto num_entries = static_cast<int64_t>(entries.size());
  int64_t num_rows = num_entries > 0;
  for (int64_t e = 1; e < num_entries; ++e) num_rows += entries[e].row != entries[e - 1].row;
  table.touched.resize(num_rows);
  lists.indptr.resize(num_rows + 1);
  table.chunks.resize(num_entries);
  // The last entry of a row has the last word.
  for (int64_t e = 0, row = 0; e < num_entries; ++e) {
    row += e > 0 && entries[e].row != entries[e - 1].row;
    table.touched[row] = entries[e].row;
    lists.indptr[row + 1] = e + 1;
    table.chunks[e] = chunk_of[entries[e].at];
  }
  if (!chunks_.slots.empty()) {
    lists.slots.resize(num_entries);
    for (int64_t e = 0; e < num_entries; ++e) lists.slots[e] = chunks_.slots[entries[e].at];
  }
  lists.cut_into_blocks();
}

// A target costs its writing and the reading of its sources.
void EmbeddingPlan::Lists::cut_into_blocks() {
  const int64_t num_targets = static_cast<int64_t>(indptr.size()) - 1;
  blocks.assign(1, 0);
  int64_t work = 0;
  for (int64_t i = 0; i < num_targets; ++i) {
    work += 1 + indptr[i + 1] - indptr[i];
    if (work >= kBlockWork || i + 1 == num_targets) {
      blocks.push_back(i + 1);
      work = 0;
    }
  }
}

// What is gathered into chunks, still without weights and a target.
GatherCall EmbeddingPlan::from_tables(const void* const* tables, int64_t dim) const {
  GatherCall call{};
  call.dim = dim;
  call.num_entries = chunks_.indptr.back();
  call.indptr = chunks_.indptr.data();
  call.num_sources = num_tables();
  for (int32_t t = 0; t < num_tables(); ++t) call.sources[t] = {tables[t], tables_[t].rows.data()};
  call.weight_indices = chunks_.slots.data();
  return call;
}

// What is gathered into the rows of a table, still without a target.
GatherCall EmbeddingPlan::from_chunks(const Table& table, const void* dout, const float* slot_weights,
                                      int64_t dim) const {
  GatherCall call{};
  call.dim = dim;
  call.num_entries = static_cast<int64_t>(table.chunks.size());
  call.indptr = table.by_row.indptr.data();
  call.num_sources = 1;
  call.sources[0] = {dout, table.chunks.data()};
  if (pooling_.pool == LIG_POOL_MEAN) {
    call.weights = chunk_weights_.data();
    call.weight_indices = table.chunks.data();
  } else if (pooling_.pool == LIG_POOL_SLOTS) {
    call.weights = slot_weights;
    call.weight_indices = table.by_row.slots.data();
  }
  return call;
}

void EmbeddingPlan::gather(const Lists& lists, const GatherCall& call) {
  if (call.dim == 0) return;
  context_->pool.run(lists.num_blocks(), [&](int64_t block, int32_t) {
    kernels().sums(call, lists.blocks[block], lists.blocks[block + 1]);
  });
}

void EmbeddingPlan::forward(void* out, const void* const* tables, const float* slot_weights, int64_t dim) {
  GatherCall call = from_tables(tables, dim);
  call.weights = slot_weights;
  call.target_weights = chunk_weights_.empty() ? nullptr : chunk_weights_.data();
  call.target = out;
  call.stream = streams(out, num_chunks(), dim * element_bytes(dtype_));
  gather(chunks_, call);
}

void EmbeddingPlan::backward_rows(void* drows, const void* dout, const float* slot_weights, int32_t table,
                                  int64_t dim) {
  GatherCall call = from_chunks(tables_[table], dout, slot_weights, dim);
  call.target = drows;
  call.stream = streams(drows, static_cast<int64_t>(tables_[table].touched.size()), dim * element_bytes(dtype_));
  gather(tables_[table].by_row, call);
}

void EmbeddingPlan::clear_table(void* dtable, int32_t table, int64_t dim) {
  if (dim == 0) return;
  const Table& of = tables_[table];
  const int64_t row_bytes = dim * element_bytes(dtype_);
  context_->pool.run(of.by_row.num_blocks(), [&](int64_t block, int32_t) {
    for (int64_t i = of.by_row.blocks[block]; i < of.by_row.blocks[block + 1]; ++i) {
      std::memset(static_cast<char*>(dtable) + of.touched[i] * row_bytes, 0, static_cast<size_t>(row_bytes));
    }
  });
}

void EmbeddingPlan::backward_table(void* dtable, const void* dout, const float* slot_weights, int32_t table,
                                   int64_t dim) {
  GatherCall call = from_chunks(tables_[table], dout, slot_weights, dim);
  call.target_rows = tables_[table].touched.data();
  call.target = dtable;
  call.add = true;
  gather(tables_[table].by_row, call);
}

int64_t EmbeddingPlan::slot_parts() const { return std::min(chunks_.num_blocks(), kMaxSlotParts); }

// Every part of the chunks has sums of its own, added in the order of the parts: the same for any number of threads.
void EmbeddingPlan::backward_slots(float* dslots, const void* dout, const void* const* tables, int64_t dim) {
  const GatherCall call = from_tables(tables, dim);
  const int64_t num_slots = pooling_.num_slots;
  const int64_t parts = slot_parts();
  const Workspaces::Lease workspace(*slot_sums_);
  auto* sums = reinterpret_cast<double*>(workspace.floats());
  std::uninitialized_fill_n(sums, parts * num_slots, 0.0);
  context_->pool.run(parts, [&](int64_t part, int32_t) {
    const int64_t begin = chunks_.blocks[part * chunks_.num_blocks() / parts];
    const int64_t end = chunks_.blocks[(part + 1) * chunks_.num_blocks() / parts];
    kernels().weights(call, dout, begin, end, sums + part * num_slots);
  });
  for (int64_t s = 0; s < num_slots; ++s) {
    double sum = 0;
    for (int64_t part = 0; part < parts; ++part) sum += sums[part * num_slots + s];
    dslots[s] = static_cast<float>(sum);
  }
}

}  // namespace ligature
