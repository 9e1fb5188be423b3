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

struct EmbeddingCase {
  std::vector<int32_t> units, chunk_start, chunk_end;
  int32_t shift = 0;
  int32_t width = 1;
  int32_t pool = LIG_POOL_SUM;
  int64_t table_rows = 0;
  int64_t dim = 0;
  std::vector<float> table;  // [table_rows, dim]
  std::vector<float> dout;   // [num_chunks, dim]

  int64_t num_chunks() const { return static_cast<int64_t>(chunk_start.size()); }
  int64_t row(int32_t unit) const { return unit / (int64_t{1} << shift) % (int64_t{1} << width); }
  std::string text() const {
    return "units=" + std::to_string(units.size()) + " chunks=" + std::to_string(num_chunks()) +
           " dim=" + std::to_string(dim) + " rows=" + std::to_string(table_rows) + " shift=" + std::to_string(shift) +
           " width=" + std::to_string(width) + " pool=" + std::to_string(pool);
  }
};

// Several cuttings of the same units, with empty and overlapping chunks among them.
EmbeddingCase random_embedding(Random& random, int64_t dim) {
  EmbeddingCase problem;
  problem.width = static_cast<int32_t>(random.between(1, 9));
  problem.shift = static_cast<int32_t>(random.between(0, 31 - problem.width));
  problem.pool = random.chance(0.5) ? LIG_POOL_SUM : LIG_POOL_MEAN;
  problem.dim = dim;
  const auto num_units = static_cast<int32_t>(random.below(400));
  for (int32_t i = 0; i < num_units; ++i) {
    const int64_t row = random.chance(0.3) ? 0 : random.below(int64_t{1} << problem.width);
    const auto other_bits = static_cast<int32_t>(random.next() >> 33);
    const int64_t field = ((int64_t{1} << problem.width) - 1) << problem.shift;
    problem.units.push_back(static_cast<int32_t>((other_bits & ~field) | row << problem.shift));
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
  problem.table_rows = int64_t{1} << problem.width;
  problem.table.resize(problem.table_rows * dim);
  problem.dout.resize(problem.num_chunks() * dim);
  for (float& value : problem.table) value = random.value();
  for (float& value : problem.dout) value = random.value();
  return problem;
}

template <class Real>
struct EmbeddingResult {
  std::vector<Real> out;     // [num_chunks, dim]
  std::vector<Real> dtable;  // [table_rows, dim], on top of a first content
};

float first_content(int64_t at) { return static_cast<float>(at % 7) - 3; }

template <class Real>
EmbeddingResult<Real> plain_sums(const EmbeddingCase& problem) {
  EmbeddingResult<Real> result;
  result.out.assign(problem.dout.size(), 0);
  result.dtable.assign(problem.table.size(), 0);
  for (int64_t c = 0; c < problem.num_chunks(); ++c) {
    const int32_t size = problem.chunk_end[c] - problem.chunk_start[c];
    const Real weight = problem.pool == LIG_POOL_MEAN && size > 0 ? Real{1} / static_cast<Real>(size) : Real{1};
    for (int32_t i = problem.chunk_start[c]; i < problem.chunk_end[c]; ++i) {
      const int64_t row = problem.row(problem.units[i]);
      for (int64_t x = 0; x < problem.dim; ++x) {
        result.out[c * problem.dim + x] += weight * static_cast<Real>(problem.table[row * problem.dim + x]);
        result.dtable[row * problem.dim + x] += weight * static_cast<Real>(problem.dout[c * problem.dim + x]);
      }
    }
  }
  for (size_t i = 0; i < result.dtable.size(); ++i) result.dtable[i] += static_cast<Real>(first_content(i));
  return result;
}

std::set<int32_t> touched_rows(const EmbeddingCase& problem) {
  std::set<int32_t> rows;
  for (int64_t c = 0; c < problem.num_chunks(); ++c) {
    for (int32_t i = problem.chunk_start[c]; i < problem.chunk_end[c]; ++i) {
      rows.insert(static_cast<int32_t>(problem.row(problem.units[i])));
    }
  }
  return rows;
}

EmbeddingOwner open_embedding(const EmbeddingCase& problem, lig_context* context) {
  lig_embedding* plan = nullptr;
  check_ok(lig_embedding_create(context, &plan, problem.units.data(), problem.chunk_start.data(),
                                problem.chunk_end.data(), static_cast<int64_t>(problem.units.size()),
                                problem.num_chunks(), problem.shift, problem.width, problem.pool),
           "lig_embedding_create");
  return EmbeddingOwner(plan);
}

struct Run {
  std::vector<int32_t> touched;
  std::vector<float> out, drows, dtable;
};

Run run_embedding(const EmbeddingCase& problem, lig_context* context) {
  const float unwritten = std::numeric_limits<float>::quiet_NaN();
  EmbeddingOwner plan = open_embedding(problem, context);
  Run run;
  run.touched.resize(lig_embedding_num_touched(plan.get()));
  check_ok(lig_embedding_touched(plan.get(), run.touched.data()), "lig_embedding_touched");
  run.out.assign(problem.dout.size(), unwritten);
  run.drows.assign(run.touched.size() * problem.dim, unwritten);
  for (size_t i = 0; i < problem.table.size(); ++i) run.dtable.push_back(first_content(i));
  check_ok(lig_embedding_forward(plan.get(), run.out.data(), problem.table.data(), problem.table_rows, problem.dim),
           "lig_embedding_forward");
  check_ok(lig_embedding_backward_rows(plan.get(), run.drows.data(), problem.dout.data(), problem.dim),
           "lig_embedding_backward_rows");
  check_ok(
      lig_embedding_backward_table(plan.get(), run.dtable.data(), problem.dout.data(), problem.table_rows, problem.dim),
      "lig_embedding_backward_table");
  return run;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

void check_case(const EmbeddingCase& problem) {
  const EmbeddingResult<double> truth = plain_sums<double>(problem);
  const EmbeddingResult<float> plain = plain_sums<float>(problem);
  const std::set<int32_t> rows = touched_rows(problem);
  for (int engine : engines()) {
    const std::string where = engine_name(engine) + " " + problem.text();
    ContextOwner context = open_context(engine, 1);
    const Run run = run_embedding(problem, context.get());
    CHECK(run.touched == std::vector<int32_t>(rows.begin(), rows.end()), "%zu rows touched, not %zu; %s",
          run.touched.size(), rows.size(), where.c_str());
    check_near("out", run.out, truth.out, plain.out, rounding_of(truth.out, LIG_F32), where);
    check_near("dtable", run.dtable, truth.dtable, plain.dtable, rounding_of(truth.dtable, LIG_F32), where);
    for (size_t i = 0; i < run.touched.size(); ++i) {
      for (int64_t x = 0; x < problem.dim; ++x) {
        const int64_t at = run.touched[i] * problem.dim + x;
        CHECK(first_content(at) + run.drows[i * problem.dim + x] == run.dtable[at], "drows[%zu, %d]=%g, dtable %g; %s",
              i, static_cast<int>(x), run.drows[i * problem.dim + x], run.dtable[at], where.c_str());
      }
    }
    for (int threads : {2, 5}) {
      ContextOwner many = open_context(engine, threads);
      const Run again = run_embedding(problem, many.get());
      CHECK(same_bits(run.out, again.out) && same_bits(run.drows, again.drows) && same_bits(run.dtable, again.dtable),
            "other bits with threads=%d; %s", threads, where.c_str());
    }
  }
}

// Rows that no chunk reads may hold anything, and a table may end after the last row that is read.
void untouched_rows(Random& random) {
  for (int engine : engines()) {
    EmbeddingCase problem = random_embedding(random, 20);
    const std::set<int32_t> rows = touched_rows(problem);
    if (rows.empty()) continue;
    for (int64_t row = 0; row < problem.table_rows; ++row) {
      if (rows.count(static_cast<int32_t>(row))) continue;
      for (int64_t x = 0; x < problem.dim; ++x) {
        problem.table[row * problem.dim + x] = std::numeric_limits<float>::quiet_NaN();
      }
    }
    problem.table_rows = *rows.rbegin() + 1;
    problem.table.resize(problem.table_rows * problem.dim);
    ContextOwner context = open_context(engine, 1);
    for (float value : run_embedding(problem, context.get()).out) {
      CHECK(std::isfinite(value), "an untouched row was read; %s", problem.text().c_str());
    }
  }
}

// Rows of up to 31 bits, which no table here could hold: the lists alone, and gradients of whole numbers.
void wide_fields(Random& random) {
  for (int engine : engines()) {
    EmbeddingCase problem;
    problem.width = static_cast<int32_t>(random.between(10, 31));
    problem.dim = 3;
    std::map<int32_t, std::vector<float>> sums;
    for (int32_t c = 0; c < 500; ++c) {
      problem.units.push_back(c > 0 && random.chance(0.3) ? problem.units[random.below(c)]
                                                          : static_cast<int32_t>(random.next() >> 33));
      problem.chunk_start.push_back(c);
      problem.chunk_end.push_back(c + 1);
      std::vector<float>& sum = sums[static_cast<int32_t>(problem.row(problem.units[c]))];
      sum.resize(problem.dim);
      for (int64_t x = 0; x < problem.dim; ++x) {
        problem.dout.push_back(static_cast<float>(random.below(100)));
        sum[x] += problem.dout.back();
      }
    }
    ContextOwner context = open_context(engine, 2);
    EmbeddingOwner plan = open_embedding(problem, context.get());
    std::vector<int32_t> touched(lig_embedding_num_touched(plan.get()));
    std::vector<float> drows(touched.size() * problem.dim);
    check_ok(lig_embedding_touched(plan.get(), touched.data()), "lig_embedding_touched");
    check_ok(lig_embedding_backward_rows(plan.get(), drows.data(), problem.dout.data(), problem.dim),
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
  for (int i = 0; i < 100; ++i) check_case(random_embedding(random, random.between(1, 80)));
  for (int i = 0; i < 10; ++i) untouched_rows(random);
  for (int i = 0; i < 5; ++i) wide_fields(random);
}

}  // namespace ligature_test
