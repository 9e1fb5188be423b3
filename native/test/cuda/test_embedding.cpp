// The gather kernels as a host would use them for chunk embedding, against plain sums in double.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "../bound.h"
#include "../embedding_case.h"
#include "../stored.h"
#include "emulated.h"
#include "suites.h"

namespace ligature_test {
namespace {

using namespace ligature::cuda;

// Index lists as a plan has them: entries grouped by target.
struct Lists {
  std::vector<int64_t> indptr{0};
  std::vector<std::vector<int32_t>> rows;  // of each source
  std::vector<int32_t> slots;
  std::vector<float> target_weights;
  std::vector<int32_t> target_rows;
};

int32_t slot_of(const EmbeddingCase& problem, int32_t at) {
  return std::min(at, static_cast<int32_t>(problem.slot_weights.size()) - 1);
}

float weight_of_chunk(const EmbeddingCase& problem, int64_t c) {
  const int32_t size = problem.chunk_end[c] - problem.chunk_start[c];
  return problem.pool == LIG_POOL_MEAN && size > 0 ? 1.0f / static_cast<float>(size) : 1.0f;
}

Lists lists_of_chunks(const EmbeddingCase& problem) {
  Lists lists;
  lists.rows.resize(problem.tables.size());
  for (int64_t c = 0; c < problem.num_chunks(); ++c) {
    for (int32_t i = problem.chunk_start[c]; i < problem.chunk_end[c]; ++i) {
      for (size_t t = 0; t < problem.tables.size(); ++t) {
        lists.rows[t].push_back(static_cast<int32_t>(problem.tables[t].row(problem.units[i])));
      }
      lists.slots.push_back(slot_of(problem, i - problem.chunk_start[c]));
    }
    lists.indptr.push_back(static_cast<int64_t>(lists.slots.size()));
    lists.target_weights.push_back(weight_of_chunk(problem, c));
  }
  return lists;
}

// Of one table: the chunks that read each touched row. Weights are by chunk for the mean.
Lists lists_of_rows(const EmbeddingCase& problem, const TableCase& table) {
  std::map<int32_t, std::vector<std::pair<int32_t, int32_t>>> readers;
  for (int64_t c = 0; c < problem.num_chunks(); ++c) {
    for (int32_t i = problem.chunk_start[c]; i < problem.chunk_end[c]; ++i) {
      readers[static_cast<int32_t>(table.row(problem.units[i]))].push_back(
          {static_cast<int32_t>(c), slot_of(problem, i - problem.chunk_start[c])});
    }
  }
  Lists lists;
  lists.rows.resize(1);
  for (const auto& [row, entries] : readers) {
    for (const auto& [chunk, slot] : entries) {
      lists.rows[0].push_back(chunk);
      lists.slots.push_back(slot);
    }
    lists.indptr.push_back(static_cast<int64_t>(lists.slots.size()));
    lists.target_rows.push_back(row);
  }
  return lists;
}

ligature::GatherArguments gather_of(const Lists& lists, const std::vector<const void*>& sources, int64_t dim) {
  ligature::GatherArguments arguments{};
  arguments.call.dim = dim;
  arguments.call.indptr = lists.indptr.data();
  arguments.call.num_sources = static_cast<int32_t>(sources.size());
  for (size_t s = 0; s < sources.size(); ++s) arguments.call.sources[s] = {sources[s], lists.rows[s].data()};
  arguments.num_targets = static_cast<int64_t>(lists.indptr.size()) - 1;
  return arguments;
}

// Plain sums of the lists, of values as they are stored.
template <class Real>
std::vector<Real> plain_gather(const Lists& lists, const std::vector<std::vector<float>>& sources,
                               const std::vector<float>& weights, const std::vector<int32_t>& weight_indices,
                               int64_t dim) {
  std::vector<Real> out((lists.indptr.size() - 1) * dim);
  for (size_t i = 0; i + 1 < lists.indptr.size(); ++i) {
    for (int64_t e = lists.indptr[i]; e < lists.indptr[i + 1]; ++e) {
      const Real weight = weights.empty() ? Real{1} : static_cast<Real>(weights[weight_indices[e]]);
      for (size_t s = 0; s < sources.size(); ++s) {
        for (int64_t x = 0; x < dim; ++x) {
          out[i * dim + x] += weight * static_cast<Real>(sources[s][lists.rows[s][e] * dim + x]);
        }
      }
    }
    const Real factor = lists.target_weights.empty() ? Real{1} : static_cast<Real>(lists.target_weights[i]);
    for (int64_t x = 0; x < dim; ++x) out[i * dim + x] *= factor;
  }
  return out;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

void check_forward(const EmbeddingCase& problem, Random& random) {
  const Lists lists = lists_of_chunks(problem);
  std::vector<Stored> stored;
  std::vector<const void*> tables;
  std::vector<std::vector<float>> values;
  for (const TableCase& table : problem.tables) {
    stored.emplace_back(table.values, problem.dtype);
    values.push_back(table.values);
  }
  for (const Stored& table : stored) tables.push_back(table.at());
  ligature::GatherArguments arguments = gather_of(lists, tables, problem.dim);
  arguments.call.weights = problem.weights_or_null();
  arguments.call.weight_indices = lists.slots.data();
  arguments.call.target_weights = problem.pool == LIG_POOL_MEAN ? lists.target_weights.data() : nullptr;
  const auto dtype = static_cast<Dtype>(problem.dtype);
  std::vector<float> out;
  for (int run = 0; run < 2; ++run) {
    Stored target(unwritten(problem.dout.size()), problem.dtype);
    arguments.call.target = target.at();
    launch(gather_launch(arguments, dtype, dtype), arguments, random.next());
    if (run > 0) CHECK(same_bits(out, target.floats()), "a second run differs; %s", problem.text().c_str());
    out = target.floats();
  }
  check_near("out", out, plain_gather<double>(lists, values, problem.slot_weights, lists.slots, problem.dim),
             rounded(plain_gather<float>(lists, values, problem.slot_weights, lists.slots, problem.dim), problem.dtype),
             {problem.dtype}, "cuda " + problem.text());
  if (problem.pool != LIG_POOL_SLOTS) return;

  const Stored dout(problem.dout, problem.dtype);
  const auto num_entries = static_cast<int64_t>(lists.slots.size());
  std::vector<double> dots(num_entries, std::nan(""));
  Stored dslots(unwritten(problem.slot_weights.size()), LIG_F32);
  ligature::SlotArguments slots{arguments.call,
                                dout.at(),
                                arguments.num_targets,
                                num_entries,
                                static_cast<int32_t>(problem.slot_weights.size()),
                                dots.data(),
                                static_cast<float*>(dslots.at())};
  launch(slot_dots_launch(slots, dtype), slots, random.next());
  launch(slot_sums_launch(slots), slots, random.next());
  std::vector<double> truth(problem.slot_weights.size()), terms = truth;
  for (int64_t c = 0; c < problem.num_chunks(); ++c) {
    for (int64_t e = lists.indptr[c]; e < lists.indptr[c + 1]; ++e) {
      for (size_t t = 0; t < values.size(); ++t) {
        for (int64_t x = 0; x < problem.dim; ++x) {
          const double term = double{problem.dout[c * problem.dim + x]} * values[t][lists.rows[t][e] * problem.dim + x];
          truth[lists.slots[e]] += term;
          terms[lists.slots[e]] += std::fabs(term);
        }
      }
    }
  }
  const std::vector<float> plain(truth.begin(), truth.end());  // as good as a float can be
  check_near("dslots", dslots.floats(), truth, plain, {LIG_F32, rounding_of(terms, LIG_F32)}, "cuda " + problem.text());
}

// Rows of one table's gradient: in one pass, and in two by runs of at most three entries; then added into a table.
void check_rows(const EmbeddingCase& problem, const TableCase& table, Random& random) {
  Lists lists = lists_of_rows(problem, table);
  const Stored dout(problem.dout, problem.dtype);
  const auto dtype = static_cast<Dtype>(problem.dtype);
  std::vector<float> weights = problem.slot_weights;
  std::vector<int32_t> weight_indices = lists.slots;
  if (problem.pool == LIG_POOL_MEAN) {
    for (int64_t c = 0; c < problem.num_chunks(); ++c) weights.push_back(weight_of_chunk(problem, c));
    weight_indices = lists.rows[0];
  }
  const std::vector<std::vector<float>> values{problem.dout};
  const std::vector<double> truth = plain_gather<double>(lists, values, weights, weight_indices, problem.dim);
  const std::vector<float> plain =
      rounded(plain_gather<float>(lists, values, weights, weight_indices, problem.dim), problem.dtype);

  ligature::GatherArguments arguments = gather_of(lists, {dout.at()}, problem.dim);
  arguments.call.weights = weights.empty() ? nullptr : weights.data();
  arguments.call.weight_indices = weight_indices.data();
  Stored drows(unwritten(truth.size()), problem.dtype);
  arguments.call.target = drows.at();
  launch(gather_launch(arguments, dtype, dtype), arguments, random.next());
  check_near("drows", drows.floats(), truth, plain, {problem.dtype}, "cuda " + problem.text());

  Lists runs, of_runs;
  for (size_t i = 0; i + 1 < lists.indptr.size(); ++i) {
    for (int64_t e = lists.indptr[i]; e < lists.indptr[i + 1]; e += 3) {
      runs.indptr.push_back(std::min(e + 3, lists.indptr[i + 1]));
    }
    of_runs.indptr.push_back(static_cast<int64_t>(runs.indptr.size()) - 1);
  }
  runs.rows = lists.rows;
  of_runs.rows.resize(1);
  ligature::GatherArguments first = gather_of(runs, {dout.at()}, problem.dim);
  first.call.weights = arguments.call.weights;
  first.call.weight_indices = arguments.call.weight_indices;
  Stored parts(unwritten((runs.indptr.size() - 1) * problem.dim), LIG_F32);
  first.call.target = parts.at();
  launch(gather_launch(first, dtype, Dtype::kF32), first, random.next());
  ligature::GatherArguments second = gather_of(of_runs, {parts.at()}, problem.dim);
  second.call.sources[0].indices = nullptr;
  std::vector<float> content(table.values.size());
  for (size_t i = 0; i < content.size(); ++i) content[i] = static_cast<float>(i % 7) - 3;
  Stored dtable(content, problem.dtype);
  second.call.target = dtable.at();
  second.call.target_rows = lists.target_rows.data();
  second.call.add = true;
  launch(gather_launch(second, Dtype::kF32, dtype), second, random.next());
  std::vector<double> table_truth(content.begin(), content.end());
  std::vector<float> table_plain = content;
  for (size_t i = 0; i < lists.target_rows.size(); ++i) {
    for (int64_t x = 0; x < problem.dim; ++x) {
      table_truth[lists.target_rows[i] * problem.dim + x] += truth[i * problem.dim + x];
      table_plain[lists.target_rows[i] * problem.dim + x] += plain[i * problem.dim + x];
    }
  }
  check_near("dtable", dtable.floats(), table_truth, rounded(table_plain, problem.dtype), {problem.dtype},
             "cuda " + problem.text());
}

}  // namespace

void test_cuda_embedding(Random& random) {
  for (int64_t dim : {1, 2, 31, 64, 65, 128, 129, 200, 256, 300}) {
    for (int32_t dtype : {int32_t{LIG_F32}, int32_t{LIG_BF16}, kF16}) {
      EmbeddingCase problem = random_embedding(random, dim);
      problem = stored_as(problem, dtype);
      check_forward(problem, random);
      for (const TableCase& table : problem.tables) check_rows(problem, table, random);
    }
  }
}

}  // namespace ligature_test
