#include "embedding.h"

#include <algorithm>
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

// An entry of a chunk list: the row of one table that it reads, and where in the list it stands.
struct Entry {
  int32_t row;
  int32_t at;
};

// Stable counting sort by row, 11 bits at a time: lowest first, so the last pass decides.
void sort_by_row(std::vector<Entry>& entries) {
  constexpr int kBits = 11;
  constexpr int kDigits = 1 << kBits;
  int32_t all_bits = 0;
  for (const Entry& entry : entries) all_bits |= entry.row;
  std::vector<Entry> sorted(entries.size());
  for (int shift = 0; shift < 31 && all_bits >> shift != 0; shift += kBits) {
    std::vector<int64_t> next(kDigits + 1, 0);
    for (const Entry& entry : entries) ++next[(entry.row >> shift & (kDigits - 1)) + 1];
    for (int digit = 0; digit < kDigits; ++digit) next[digit + 1] += next[digit];
    for (const Entry& entry : entries) sorted[next[entry.row >> shift & (kDigits - 1)]++] = entry;
    entries.swap(sorted);
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
  std::vector<int32_t> chunk_of;
  chunk_of.reserve(num_entries);
  for (int64_t c = 0; c < num_chunks; ++c) {
    const int32_t size = chunk_end[c] - chunk_start[c];
    chunk_of.insert(chunk_of.end(), size, static_cast<int32_t>(c));
    for (int32_t s = 0; s < size && pooling.num_slots > 0; ++s) {
      chunks_.slots.push_back(std::min(s, pooling.num_slots - 1));
    }
  }
  chunks_.cut_into_blocks();
  for (size_t t = 0; t < fields.size(); ++t) {
    tables_[t].rows.reserve(num_entries);
    for (int64_t c = 0; c < num_chunks; ++c) {
      for (int32_t i = chunk_start[c]; i < chunk_end[c]; ++i) tables_[t].rows.push_back(fields[t].row(units[i]));
    }
    group_by_row(tables_[t], chunk_of);
  }
  if (pooling.num_slots > 0) {
    constexpr int64_t kFloatsOfDouble = sizeof(double) / sizeof(float);
    slot_sums_.emplace(slot_parts() * pooling.num_slots * kFloatsOfDouble);
  }
}

void EmbeddingPlan::group_by_row(Table& table, const std::vector<int32_t>& chunk_of) {
  std::vector<Entry> entries(table.rows.size());
  for (size_t e = 0; e < entries.size(); ++e) entries[e] = {table.rows[e], static_cast<int32_t>(e)};
  sort_by_row(entries);
  Lists& lists = table.by_row;
  lists.indptr.push_back(0);
  table.chunks.reserve(entries.size());
  for (const Entry& entry : entries) {
    if (table.touched.empty() || table.touched.back() != entry.row) {
      table.touched.push_back(entry.row);
      lists.indptr.push_back(lists.indptr.back());
    }
    table.chunks.push_back(chunk_of[entry.at]);
    if (!chunks_.slots.empty()) lists.slots.push_back(chunks_.slots[entry.at]);
    ++lists.indptr.back();
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
