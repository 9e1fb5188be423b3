// Chunk embedding, forward and backward, against plain sums in double.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <set>

#include "check.h"
#include "engines.h"
#include "oracle.h"

namespace ligature_test {
namespace {

struct TableCase {
  int32_t shift = 0;
  int32_t width = 1;
  int64_t rows = 0;
  std::vector<float> values;  // [rows, dim]

  int64_t row(int32_t unit) const { return unit / (int64_t{1} << shift) % (int64_t{1} << width); }
};

struct EmbeddingCase {
  std::vector<int32_t> units, chunk_start, chunk_end;
  int32_t pool = LIG_POOL_SUM;
  int64_t dim = 0;
  std::vector<TableCase> tables;
  std::vector<float> slot_weights;
  std::vector<float> dout;  // [num_chunks, dim]

  int64_t num_chunks() const { return static_cast<int64_t>(chunk_start.size()); }
  const float* weights_or_null() const { return pool == LIG_POOL_SLOTS ? slot_weights.data() : nullptr; }
  std::string text() const {
    std::string text = "units=" + std::to_string(units.size()) + " chunks=" + std::to_string(num_chunks()) +
                       " dim=" + std::to_string(dim) + " pool=" + std::to_string(pool) +
                       " slots=" + std::to_string(slot_weights.size());
    for (const TableCase& table : tables) {
      text += " (shift=" + std::to_string(table.shift) + " width=" + std::to_string(table.width) +
              " rows=" + std::to_string(table.rows) + ")";
    }
    return text;
  }
};

// Several cuttings of the same units, with empty and overlapping chunks among them; the fields of tables may overlap.
EmbeddingCase random_embedding(Random& random, int64_t dim) {
  EmbeddingCase problem;
  problem.pool = static_cast<int32_t>(random.between(LIG_POOL_SUM, LIG_POOL_SLOTS));
  problem.dim = dim;
  problem.tables.resize(random.between(1, LIG_MAX_TABLES));
  for (TableCase& table : problem.tables) {
    table.width = static_cast<int32_t>(random.between(1, 9));
    table.shift = static_cast<int32_t>(random.between(0, 31 - table.width));
    table.rows = int64_t{1} << table.width;
  }
  const auto num_units = static_cast<int32_t>(random.below(400));
  for (int32_t i = 0; i < num_units; ++i) {
    const bool common = i > 0 && random.chance(0.3);
    problem.units.push_back(common ? problem.units[0] : static_cast<int32_t>(random.next() >> 33));
  }
  for (int64_t views = random.between(1, 3); views > 0; --views) {
    for (int32_t at = 0; at < num_units;) {
      const int32_t end = std::min(num_units, at + static_cast<int32_t>(random.between(0, 5)));
      problem.chunk_start.push_back(at);
      problem.chunk_end.push_back(end);
      at = random.chance(0.1) ? end + 1 : end;
    }
  }
  if (random.chance(0.3)) {
    problem.chunk_start.push_back(0);
    problem.chunk_end.push_back(num_units);
  }
  for (TableCase& table : problem.tables) {
    table.values.resize(table.rows * dim);
    for (float& value : table.values) value = random.value();
  }
  if (problem.pool == LIG_POOL_SLOTS) problem.slot_weights.resize(random.between(1, 7));
  problem.dout.resize(problem.num_chunks() * dim);
  for (float& value : problem.slot_weights) value = random.value();
  for (float& value : problem.dout) value = random.value();
  return problem;
}

template <class Real>
struct EmbeddingResult {
  std::vector<Real> out;                   // [num_chunks, dim]
  std::vector<std::vector<Real>> dtables;  // of each table [rows, dim], on top of a first content
  std::vector<Real> dslots;                // [num_slots]
};

float first_content(int64_t at) { return static_cast<float>(at % 7) - 3; }

template <class Real>
EmbeddingResult<Real> plain_sums(const EmbeddingCase& problem) {
  EmbeddingResult<Real> result;
  const int64_t dim = problem.dim;
  result.out.assign(problem.dout.size(), 0);
  result.dslots.assign(problem.slot_weights.size(), 0);
  for (const TableCase& table : problem.tables) result.dtables.emplace_back(table.values.size(), Real{0});
  for (int64_t c = 0; c < problem.num_chunks(); ++c) {
    const int32_t size = problem.chunk_end[c] - problem.chunk_start[c];
    for (int32_t s = 0; s < size; ++s) {
      Real weight = problem.pool == LIG_POOL_MEAN ? Real{1} / static_cast<Real>(size) : Real{1};
      const size_t slot =
          problem.pool == LIG_POOL_SLOTS ? std::min(static_cast<size_t>(s), problem.slot_weights.size() - 1) : 0;
      if (problem.pool == LIG_POOL_SLOTS) weight = static_cast<Real>(problem.slot_weights[slot]);
      for (size_t t = 0; t < problem.tables.size(); ++t) {
        const TableCase& table = problem.tables[t];
        const int64_t row = table.row(problem.units[problem.chunk_start[c] + s]);
        for (int64_t x = 0; x < dim; ++x) {
          const auto value = static_cast<Real>(table.values[row * dim + x]);
          const auto dout = static_cast<Real>(problem.dout[c * dim + x]);
          result.out[c * dim + x] += weight * value;
          result.dtables[t][row * dim + x] += weight * dout;
          if (problem.pool == LIG_POOL_SLOTS) result.dslots[slot] += dout * value;
        }
      }
    }
  }
  for (std::vector<Real>& dtable : result.dtables) {
    for (size_t i = 0; i < dtable.size(); ++i) dtable[i] += static_cast<Real>(first_content(i));
  }
  return result;
}

std::set<int32_t> touched_rows(const EmbeddingCase& problem, const TableCase& table) {
  std::set<int32_t> rows;
  for (int64_t c = 0; c < problem.num_chunks(); ++c) {
    for (int32_t i = problem.chunk_start[c]; i < problem.chunk_end[c]; ++i) {
      rows.insert(static_cast<int32_t>(table.row(problem.units[i])));
    }
  }
  return rows;
}

EmbeddingOwner open_embedding(const EmbeddingCase& problem, lig_context* context) {
  lig_embedding* plan = nullptr;
  std::vector<int32_t> shift, width;
  for (const TableCase& table : problem.tables) {
    shift.push_back(table.shift);
    width.push_back(table.width);
  }
  check_ok(
      lig_embedding_create(context, &plan, problem.units.data(), problem.chunk_start.data(), problem.chunk_end.data(),
                           shift.data(), width.data(), static_cast<int64_t>(problem.units.size()), problem.num_chunks(),
                           static_cast<int32_t>(problem.tables.size()), problem.pool,
                           static_cast<int32_t>(problem.slot_weights.size())),
      "lig_embedding_create");
  return EmbeddingOwner(plan);
}

struct Run {
  std::vector<float> out, dslots;
  std::vector<std::vector<int32_t>> touched;       // of each table
  std::vector<std::vector<float>> drows, dtables;  // of each table
};

Run run_embedding(const EmbeddingCase& problem, lig_context* context) {
  const float unwritten = std::numeric_limits<float>::quiet_NaN();
  EmbeddingOwner plan = open_embedding(problem, context);
  Run run;
  std::vector<const float*> tables;
  std::vector<int64_t> rows;
  for (const TableCase& table : problem.tables) {
    tables.push_back(table.values.data());
    rows.push_back(table.rows);
  }
  const float* weights = problem.weights_or_null();
  const float* dout = problem.dout.data();
  run.out.assign(problem.dout.size(), unwritten);
  check_ok(lig_embedding_forward(plan.get(), run.out.data(), tables.data(), weights, rows.data(), problem.dim),
           "lig_embedding_forward");
  for (int32_t t = 0; t < static_cast<int32_t>(tables.size()); ++t) {
    std::vector<int32_t> touched(lig_embedding_num_touched(plan.get(), t));
    std::vector<float> drows(touched.size() * problem.dim, unwritten), dtable;
    for (size_t i = 0; i < problem.tables[t].values.size(); ++i) dtable.push_back(first_content(i));
    check_ok(lig_embedding_touched(plan.get(), touched.data(), t), "lig_embedding_touched");
    check_ok(lig_embedding_backward_rows(plan.get(), drows.data(), dout, weights, t, problem.dim),
             "lig_embedding_backward_rows");
    check_ok(lig_embedding_backward_table(plan.get(), dtable.data(), dout, weights, t, rows[t], problem.dim),
             "lig_embedding_backward_table");
    run.touched.push_back(touched);
    run.drows.push_back(drows);
    run.dtables.push_back(dtable);
  }
  if (problem.pool == LIG_POOL_SLOTS) {
    run.dslots.assign(problem.slot_weights.size(), unwritten);
    check_ok(lig_embedding_backward_slots(plan.get(), run.dslots.data(), dout, tables.data(), rows.data(), problem.dim),
             "lig_embedding_backward_slots");
  }
  return run;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

// The sum of |dout . rows| of a slot, which its gradient's error goes by where terms cancel.
double slot_terms(const EmbeddingCase& problem) {
  double terms = 0;
  for (const TableCase& table : problem.tables) {
    for (int64_t c = 0; c < problem.num_chunks(); ++c) {
      for (int32_t i = problem.chunk_start[c]; i < problem.chunk_end[c]; ++i) {
        for (int64_t x = 0; x < problem.dim; ++x) {
          terms += std::fabs(double{problem.dout[c * problem.dim + x]} *
                             table.values[table.row(problem.units[i]) * problem.dim + x]);
        }
      }
    }
  }
  return terms;
}

void check_case(const EmbeddingCase& problem) {
  const EmbeddingResult<double> truth = plain_sums<double>(problem);
  const EmbeddingResult<float> plain = plain_sums<float>(problem);
  for (int engine : engines()) {
    const std::string where = engine_name(engine) + " " + problem.text();
    ContextOwner context = open_context(engine, 1);
    const Run run = run_embedding(problem, context.get());
    check_near("out", run.out, truth.out, plain.out, rounding_of(truth.out, LIG_F32), where);
    check_near("dslots", run.dslots, truth.dslots, plain.dslots, rounding_of({slot_terms(problem)}, LIG_F32), where);
    for (size_t t = 0; t < problem.tables.size(); ++t) {
      const std::set<int32_t> rows = touched_rows(problem, problem.tables[t]);
      const std::vector<int32_t>& touched = run.touched[t];
      CHECK(touched == std::vector<int32_t>(rows.begin(), rows.end()), "%zu rows of table %zu touched, not %zu; %s",
            touched.size(), t, rows.size(), where.c_str());
      check_near("dtable", run.dtables[t], truth.dtables[t], plain.dtables[t], rounding_of(truth.dtables[t], LIG_F32),
                 where);
      for (size_t i = 0; i < touched.size(); ++i) {
        for (int64_t x = 0; x < problem.dim; ++x) {
          const int64_t at = touched[i] * problem.dim + x;
          const float drow = run.drows[t][i * problem.dim + x];
          CHECK(first_content(at) + drow == run.dtables[t][at], "drows[%zu, %d]=%g, dtable %g of table %zu; %s", i,
                static_cast<int>(x), drow, run.dtables[t][at], t, where.c_str());
        }
      }
    }
    for (int threads : {2, 5}) {
      ContextOwner many = open_context(engine, threads);
      const Run again = run_embedding(problem, many.get());
      bool same = same_bits(run.out, again.out) && same_bits(run.dslots, again.dslots);
      for (size_t t = 0; t < problem.tables.size(); ++t) {
        same = same && same_bits(run.drows[t], again.drows[t]) && same_bits(run.dtables[t], again.dtables[t]);
      }
      CHECK(same, "other bits with threads=%d; %s", threads, where.c_str());
    }
  }
}

// dout . out of the oracle. It is linear in each single input, so one difference gives its derivative.
double loss(const EmbeddingCase& problem) {
  const std::vector<double> out = plain_sums<double>(problem).out;
  double sum = 0;
  for (size_t i = 0; i < out.size(); ++i) sum += out[i] * problem.dout[i];
  return sum;
}

void check_derivative(const EmbeddingCase& problem, float& input, double gradient) {
  const float before = input;
  const double loss_before = loss(problem);
  input = before + 1;
  const double difference = (loss(problem) - loss_before) / (double{input} - before);
  input = before;
  CHECK(std::fabs(difference - gradient) < 1e-9 * (1 + std::fabs(loss_before)), "derivative %g, not %g; %s", gradient,
        difference, problem.text().c_str());
}

// The oracle's gradients are those of its own forward.
void oracle_by_differences(Random& random) {
  EmbeddingCase problem = random_embedding(random, random.between(1, 5));
  const EmbeddingResult<double> truth = plain_sums<double>(problem);
  for (size_t t = 0; t < problem.tables.size(); ++t) {
    for (int32_t row : touched_rows(problem, problem.tables[t])) {
      const int64_t at = row * problem.dim + random.below(problem.dim);
      if (random.chance(0.2)) {
        check_derivative(problem, problem.tables[t].values[at], truth.dtables[t][at] - first_content(at));
      }
    }
  }
  for (size_t s = 0; s < problem.slot_weights.size(); ++s) {
    check_derivative(problem, problem.slot_weights[s], truth.dslots[s]);
  }
}

// Rows that no chunk reads may hold anything, and a table may end after the last row that is read.
void untouched_rows(Random& random) {
  for (int engine : engines()) {
    EmbeddingCase problem = random_embedding(random, 20);
    for (TableCase& table : problem.tables) {
      const std::set<int32_t> rows = touched_rows(problem, table);
      for (int64_t row = 0; row < table.rows; ++row) {
        if (rows.count(static_cast<int32_t>(row))) continue;
        for (int64_t x = 0; x < problem.dim; ++x) {
          table.values[row * problem.dim + x] = std::numeric_limits<float>::quiet_NaN();
        }
      }
      table.rows = rows.empty() ? 0 : *rows.rbegin() + 1;
      table.values.resize(table.rows * problem.dim);
    }
    ContextOwner context = open_context(engine, 1);
    const Run run = run_embedding(problem, context.get());
    for (const std::vector<float>* values : {&run.out, &run.dslots}) {
      for (float value : *values) {
        CHECK(std::isfinite(value), "an untouched row was read; %s", problem.text().c_str());
      }
    }
  }
}

// Rows of up to 31 bits, which no table here could hold: the lists alone, and gradients of whole numbers.
void wide_fields(Random& random) {
  for (int engine : engines()) {
    EmbeddingCase problem;
    problem.tables.resize(1);
    problem.tables[0].width = static_cast<int32_t>(random.between(10, 31));
    problem.dim = 3;
    std::map<int32_t, std::vector<float>> sums;
    for (int32_t c = 0; c < 500; ++c) {
      problem.units.push_back(c > 0 && random.chance(0.3) ? problem.units[random.below(c)]
                                                          : static_cast<int32_t>(random.next() >> 33));
      problem.chunk_start.push_back(c);
      problem.chunk_end.push_back(c + 1);
      std::vector<float>& sum = sums[static_cast<int32_t>(problem.tables[0].row(problem.units[c]))];
      sum.resize(problem.dim);
      for (int64_t x = 0; x < problem.dim; ++x) {
        problem.dout.push_back(static_cast<float>(random.below(100)));
        sum[x] += problem.dout.back();
      }
    }
    ContextOwner context = open_context(engine, 2);
    EmbeddingOwner plan = open_embedding(problem, context.get());
    std::vector<int32_t> touched(lig_embedding_num_touched(plan.get(), 0));
    std::vector<float> drows(touched.size() * problem.dim);
    check_ok(lig_embedding_touched(plan.get(), touched.data(), 0), "lig_embedding_touched");
    check_ok(lig_embedding_backward_rows(plan.get(), drows.data(), problem.dout.data(), nullptr, 0, problem.dim),
             "lig_embedding_backward_rows");
    CHECK(touched.size() == sums.size(), "%zu rows touched, not %zu; %s", touched.size(), sums.size(),
          problem.text().c_str());
    size_t i = 0;
    for (const auto& [row, sum] : sums) {
      const std::vector<float> got(drows.begin() + i * problem.dim, drows.begin() + (i + 1) * problem.dim);
      CHECK(touched[i] == row && got == sum, "row %d where %d should be, or its gradient; %s", touched[i], row,
            problem.text().c_str());
      ++i;
    }
  }
}

}  // namespace

void test_embedding(Random& random) {
  for (int64_t dim : {0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 100, 128, 255, 256, 257, 300, 512, 777}) {
    check_case(random_embedding(random, dim));
  }
  for (int i = 0; i < 10; ++i) oracle_by_differences(random);
  for (int i = 0; i < 100; ++i) check_case(random_embedding(random, random.between(1, 80)));
  for (int i = 0; i < 10; ++i) untouched_rows(random);
  for (int i = 0; i < 5; ++i) wide_fields(random);
}

}  // namespace ligature_test
