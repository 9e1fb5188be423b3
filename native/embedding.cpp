#include "embedding.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "checks.h"
#include "failure.h"

namespace ligature {
namespace {

// Rows read by one item of work: enough to hide the hand-out, few enough to share out evenly.
constexpr int64_t kBlockWork = 512;

struct Entry {
  int32_t row;
  int32_t chunk;
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
                             const int32_t* chunk_end, int64_t num_units, int64_t num_chunks, UnitField field,
                             bool mean)
    : context_(std::move(context)) {
  constexpr int64_t kMaxEntries = std::numeric_limits<int32_t>::max();
  for (int64_t i = 0; i < num_units; ++i) {
    if (units[i] < 0) refuse("units[", i, "]=", units[i], " must not be negative");
  }
  by_chunk_.indptr.reserve(num_chunks + 1);
  by_chunk_.indptr.push_back(0);
  for (int64_t c = 0; c < num_chunks; ++c) {
    if (chunk_start[c] < 0 || chunk_start[c] > chunk_end[c] || chunk_end[c] > num_units) {
      refuse("chunk ", c, " is [", chunk_start[c], ", ", chunk_end[c], "), which is no run of the ", num_units,
             " units");
    }
    by_chunk_.indptr.push_back(by_chunk_.indptr.back() + chunk_end[c] - chunk_start[c]);
    if (by_chunk_.indptr.back() > kMaxEntries) {
      refuse("the first ", c + 1, " chunks hold ", by_chunk_.indptr.back(), " units in all; a plan holds at most ",
             kMaxEntries);
    }
  }
  by_chunk_.indices.reserve(by_chunk_.indptr.back());
  for (int64_t c = 0; c < num_chunks; ++c) {
    for (int32_t i = chunk_start[c]; i < chunk_end[c]; ++i) by_chunk_.indices.push_back(field.row(units[i]));
  }
  if (mean) {
    weights_.reserve(num_chunks);
    for (int64_t c = 0; c < num_chunks; ++c) {
      const int32_t size = chunk_end[c] - chunk_start[c];
      weights_.push_back(size == 0 ? 0.0f : 1.0f / static_cast<float>(size));
    }
  }
  by_chunk_.cut_into_blocks();
  group_by_row();
}

void EmbeddingPlan::group_by_row() {
  std::vector<Entry> entries(by_chunk_.indices.size());
  for (int64_t c = 0; c < num_chunks(); ++c) {
    for (int64_t e = by_chunk_.indptr[c]; e < by_chunk_.indptr[c + 1]; ++e) {
      entries[e] = {by_chunk_.indices[e], static_cast<int32_t>(c)};
    }
  }
  sort_by_row(entries);
  by_row_.indptr.push_back(0);
  by_row_.indices.reserve(entries.size());
  for (const Entry& entry : entries) {
    if (touched_.empty() || touched_.back() != entry.row) {
      touched_.push_back(entry.row);
      by_row_.indptr.push_back(by_row_.indptr.back());
    }
    by_row_.indices.push_back(entry.chunk);
    ++by_row_.indptr.back();
  }
  by_row_.cut_into_blocks();
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

void EmbeddingPlan::gather(const Lists& lists, GatherCall call) {
  if (call.dim == 0) return;
  call.num_entries = static_cast<int64_t>(lists.indices.size());
  call.indptr = lists.indptr.data();
  call.indices = lists.indices.data();
  const int64_t num_blocks = static_cast<int64_t>(lists.blocks.size()) - 1;
  context_->pool.run(num_blocks, [&](int64_t block, int32_t) {
    context_->kernels.gather(call, lists.blocks[block], lists.blocks[block + 1]);
  });
}

void EmbeddingPlan::forward(float* out, const float* table, int64_t dim) {
  GatherCall call{};
  call.dim = dim;
  call.source = table;
  call.target_weights = weights_.empty() ? nullptr : weights_.data();
  call.target = out;
  gather(by_chunk_, call);
}

void EmbeddingPlan::backward_rows(float* drows, const float* dout, int64_t dim) {
  GatherCall call{};
  call.dim = dim;
  call.source = dout;
  call.source_weights = weights_.empty() ? nullptr : weights_.data();
  call.target = drows;
  gather(by_row_, call);
}

void EmbeddingPlan::backward_table(float* dtable, const float* dout, int64_t dim) {
  GatherCall call{};
  call.dim = dim;
  call.source = dout;
  call.source_weights = weights_.empty() ? nullptr : weights_.data();
  call.target_rows = touched_.data();
  call.target = dtable;
  call.add = true;
  gather(by_row_, call);
}

}  // namespace ligature
