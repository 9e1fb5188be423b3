// Chunk embedding, forward and backward, against plain sums in double.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <set>

#include "bound.h"
#include "check.h"
#include "embedding_case.h"
#include "engines.h"

namespace ligature_test {
namespace {

template <class Real>
struct EmbeddingResult {
  std::vector<Real> out;                   // [num_chunks, dim]
  std::vector<std::vector<Real>> dtables;  // of each table [rows, dim], on top of a first content
  std::vector<Real> dslots;                // [num_slots]
};

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

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

struct Run {
  std::vector<float> out, dslots;
  std::vector<std::vector<int32_t>> touched;       // of each table
  std::vector<std::vector<float>> drows, dtables;  // of each table
};

Run run_embedding(const EmbeddingCase& problem, lig_context* context) {
  EmbeddingOwner plan = open_embedding(problem, context);
  Run run;
  std::vector<Stored> stored;
  std::vector<const void*> tables;
  std::vector<int64_t> rows;
  for (const TableCase& table : problem.tables) {
    stored.emplace_back(table.values, problem.dtype);
    rows.push_back(table.rows);
  }
  for (const Stored& table : stored) tables.push_back(table.at());
  const float* weights = problem.weights_or_null();
  const Stored dout(problem.dout, problem.dtype);
  Stored out(unwritten(problem.dout.size()), problem.dtype);
  check_ok(lig_embedding_forward(plan.get(), out.at(), tables.data(), weights, rows.data(), problem.dim),
           "lig_embedding_forward");
  run.out = out.floats();
  for (int32_t t = 0; t < static_cast<int32_t>(tables.size()); ++t) {
    std::vector<int32_t> touched(lig_embedding_num_touched(plan.get(), t));
    std::vector<float> content;
    for (size_t i = 0; i < problem.tables[t].values.size(); ++i) content.push_back(first_content(i));
    Stored drows(unwritten(touched.size() * problem.dim), problem.dtype), dtable(content, problem.dtype);
    check_ok(lig_embedding_touched(plan.get(), touched.data(), t), "lig_embedding_touched");
    check_ok(lig_embedding_backward_rows(plan.get(), drows.at(), dout.at(), weights, t, problem.dim),
             "lig_embedding_backward_rows");
    check_ok(lig_embedding_backward_table(plan.get(), dtable.at(), dout.at(), weights, t, rows[t], problem.dim),
             "lig_embedding_backward_table");
    run.touched.push_back(touched);
    run.drows.push_back(drows.floats());
    run.dtables.push_back(dtable.floats());
    check_ok(lig_embedding_clear_table(plan.get(), dtable.at(), t, rows[t], problem.dim), "lig_embedding_clear_table");
    const std::vector<float> cleared = dtable.floats();
    for (int32_t row : touched) std::fill_n(content.begin() + row * problem.dim, problem.dim, 0.0f);
    CHECK(same_bits(cleared, content), "other rows than those touched of table %d were cleared", t);
  }
  if (problem.pool == LIG_POOL_SLOTS) {
    Stored dslots(unwritten(problem.slot_weights.size()), LIG_F32);
    check_ok(lig_embedding_backward_slots(plan.get(), static_cast<float*>(dslots.at()), dout.at(), tables.data(),
                                          rows.data(), problem.dim),
             "lig_embedding_backward_slots");
    run.dslots = dslots.floats();
  }
  return run;
}

// The same sums with every term's absolute value. Where many terms cancel, the error of a float sum is a matter of
// these and not of the result.
EmbeddingResult<double> sums_of_terms(EmbeddingCase problem) {
  auto make_absolute = [](std::vector<float>& values) {
    for (float& value : values) value = std::fabs(value);
  };
  for (TableCase& table : problem.tables) make_absolute(table.values);
  make_absolute(problem.slot_weights);
  make_absolute(problem.dout);
  return plain_sums<double>(problem);
}

// The most terms of one sum into out or a table.
double most_terms(EmbeddingCase problem) {
  for (TableCase& table : problem.tables) table.values.assign(table.values.size(), 1.0f);
  problem.dout.assign(problem.dout.size(), 1.0f);
  problem.pool = LIG_POOL_SUM;
  const EmbeddingResult<double> counts = plain_sums<double>(problem);
  double most = 0;
  for (double count : counts.out) most = std::max(most, count);
  for (const std::vector<double>& dtable : counts.dtables) {
    for (size_t i = 0; i < dtable.size(); ++i) most = std::max(most, dtable[i] - first_content(i));
  }
  return most;
}

void check_same(const Run& a, const Run& b, const std::string& where) {
  CHECK(same_bits(a.out, b.out), "out differs; %s", where.c_str());
  CHECK(same_bits(a.dslots, b.dslots), "dslots differs; %s", where.c_str());
  for (size_t t = 0; t < a.touched.size(); ++t) {
    CHECK(same_bits(a.drows[t], b.drows[t]), "drows of table %zu differs; %s", t, where.c_str());
    CHECK(same_bits(a.dtables[t], b.dtables[t]), "dtable %zu differs; %s", t, where.c_str());
  }
}

void round(std::vector<float>& values, int32_t dtype) { values = rounded(values, dtype); }

// Rounds what is stored as the case's dtype: all but the gradient of the slot weights.
void round(Run& run, int32_t dtype) {
  round(run.out, dtype);
  for (std::vector<float>& drows : run.drows) round(drows, dtype);
  for (std::vector<float>& dtable : run.dtables) round(dtable, dtype);
}

// A dtype changes nothing but what is read and what is written: a run gives, bit for bit, what it gives for the same
// floats, rounded once. That holds for a table that is added to as well, whose content is then one of those floats.
void check_widened(const EmbeddingCase& problem, const Run& run, lig_context* context, const std::string& where) {
  EmbeddingCase wide = problem;
  wide.dtype = LIG_F32;
  Run expected = run_embedding(wide, context);
  round(expected, problem.dtype);
  check_same(run, expected, where + ", against floats");
}

// The rows of drows are what dtable has more than at first. Only floats show that: bf16 rounds the two apart.
void check_rows_of_table(const EmbeddingCase& problem, const Run& run, size_t t, const std::string& where) {
  for (size_t i = 0; i < run.touched[t].size(); ++i) {
    for (int64_t x = 0; x < problem.dim; ++x) {
      const int64_t at = run.touched[t][i] * problem.dim + x;
      const float drow = run.drows[t][i * problem.dim + x];
      CHECK(first_content(at) + drow == run.dtables[t][at], "drows[%zu, %d]=%g, dtable %g of table %zu; %s", i,
            static_cast<int>(x), drow, run.dtables[t][at], t, where.c_str());
    }
  }
}

void check_stored(const EmbeddingCase& problem) {
  const EmbeddingResult<double> truth = plain_sums<double>(problem);
  EmbeddingResult<float> plain = plain_sums<float>(problem);
  round(plain.out, problem.dtype);
  for (std::vector<float>& dtable : plain.dtables) round(dtable, problem.dtype);
  const EmbeddingResult<double> terms = sums_of_terms(problem);
  // A float sum of n terms may err by n / 2 roundings, and one that a plain loop gets right by luck is no measure.
  const double roundings = std::max(1.0, most_terms(problem) / 8);
  const auto allow = [&](const std::vector<double>& of_terms) {
    return Allowance{problem.dtype, roundings * rounding_of(of_terms, LIG_F32)};
  };
  Run of_avx512;
  for (int engine : engines()) {
    const std::string where = engine_name(engine) + " " + problem.text();
    ContextOwner context = open_context(engine, 1);
    const Run run = run_embedding(problem, context.get());
    check_near("out", run.out, truth.out, plain.out, allow(terms.out), where);
    check_near("dslots", run.dslots, truth.dslots, plain.dslots, {LIG_F32, rounding_of(terms.dslots, LIG_F32)}, where);
    for (size_t t = 0; t < problem.tables.size(); ++t) {
      const std::set<int32_t> rows = touched_rows(problem, problem.tables[t]);
      const std::vector<int32_t>& touched = run.touched[t];
      CHECK(touched == std::vector<int32_t>(rows.begin(), rows.end()), "%zu rows of table %zu touched, not %zu; %s",
            touched.size(), t, rows.size(), where.c_str());
      check_near("dtable", run.dtables[t], truth.dtables[t], plain.dtables[t], allow(terms.dtables[t]), where);
      if (problem.dtype == LIG_F32) check_rows_of_table(problem, run, t, where);
    }
    if (problem.dtype != LIG_F32) check_widened(problem, run, context.get(), where);
    if (engine_name(engine) == "avx512") of_avx512 = run;
    if (engine_name(engine) == "avx512bf16") check_same(run, of_avx512, where + ", against avx512");
    for (int threads : {2, 5}) {
      ContextOwner many = open_context(engine, threads);
      check_same(run, run_embedding(problem, many.get()), where + ", threads=" + std::to_string(threads));
    }
  }
}

void check_case(const EmbeddingCase& problem) {
  check_stored(problem);
  check_stored(stored_as(problem, LIG_BF16));
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
    EmbeddingCase problem = stored_as(random_embedding(random, 20), random.chance(0.5) ? LIG_BF16 : LIG_F32);
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

// One NaN for all: which of two a sum keeps is the compiler's choice.
void unify_nans(Run& run) {
  std::vector<std::vector<float>*> tensors = {&run.out, &run.dslots};
  for (std::vector<float>& drows : run.drows) tensors.push_back(&drows);
  for (std::vector<float>& dtable : run.dtables) tensors.push_back(&dtable);
  for (std::vector<float>* tensor : tensors) {
    for (float& value : *tensor) value = std::isnan(value) ? std::numeric_limits<float>::quiet_NaN() : value;
  }
}

// Numbers that are none, that round to infinity, or that are below what is normal.
void odd_numbers(Random& random) {
  const float infinity = std::numeric_limits<float>::infinity();
  const float numbers[] = {std::nanf(""), infinity, -infinity, 3.38e38f, -3.38e38f, 1e-39f, -0.0f};
  EmbeddingCase problem = random_embedding(random, random.between(1, 150));
  for (TableCase& table : problem.tables) {
    for (float& value : table.values) value = random.chance(0.01) ? numbers[random.below(7)] : value;
  }
  for (float& value : problem.dout) value = random.chance(0.01) ? numbers[random.below(7)] : value;
  // A weight is a float, and may be a NaN whose lower half a careless rounding would carry into the sign.
  for (float& value : problem.slot_weights) value = random.chance(0.3) ? std::nanf("0x3fffff") : value;
  problem = stored_as(problem, LIG_BF16);
  EmbeddingCase wide = problem;
  wide.dtype = LIG_F32;
  for (int engine : engines()) {
    ContextOwner context = open_context(engine, 1);
    Run run = run_embedding(problem, context.get());
    Run expected = run_embedding(wide, context.get());
    round(expected, problem.dtype);
    unify_nans(run);
    unify_nans(expected);
    check_same(run, expected, engine_name(engine) + " " + problem.text() + ", odd numbers against floats");
  }
}

// So many chunks that one part of the slot sums takes several blocks of them. Tables have many rows, as the error of
// one sum of so many terms would be a matter of luck.
void many_chunks(Random& random) {
  constexpr int32_t kUnits = 5000;
  EmbeddingCase problem;
  problem.dim = 2;
  problem.pool = LIG_POOL_SLOTS;
  problem.slot_weights = {0.5f, -1.0f, 0.25f};
  problem.tables.resize(random.between(1, LIG_MAX_TABLES));
  for (TableCase& table : problem.tables) {
    table.width = 9;
    table.shift = static_cast<int32_t>(random.between(0, 22));
    table.rows = 1 << 9;
    table.values.resize(table.rows * problem.dim);
    for (float& value : table.values) value = random.value();
  }
  for (int32_t i = 0; i < kUnits; ++i) problem.units.push_back(static_cast<int32_t>(random.next() >> 33));
  for (int i = 0; i < 100000; ++i) {
    const auto start = static_cast<int32_t>(random.below(kUnits + 1));
    problem.chunk_start.push_back(start);
    problem.chunk_end.push_back(std::min(kUnits, start + static_cast<int32_t>(random.between(0, 4))));
  }
  problem.dout.resize(problem.num_chunks() * problem.dim);
  for (float& value : problem.dout) value = random.value();
  check_case(problem);
}

// An output at so many bytes past a line, filled with NaN.
class Aligned {
 public:
  Aligned(int64_t count, int32_t dtype, size_t offset) : dtype_(dtype), count_(count), offset_(offset) {
    check_ok(lig_memory_create(&memory_, count * 4 + 64), "lig_memory_create");
    check_ok(lig_fill(at(), dtype, std::numeric_limits<float>::quiet_NaN(), count), "lig_fill");
  }
  ~Aligned() { lig_memory_destroy(memory_); }
  Aligned(const Aligned&) = delete;
  Aligned& operator=(const Aligned&) = delete;

  void* at() const { return static_cast<char*>(memory_) + offset_; }
  std::vector<float> floats() const {
    std::vector<float> values(count_);
    check_ok(lig_copy(values.data(), at(), LIG_F32, dtype_, count_), "lig_copy");
    return values;
  }

 private:
  void* memory_ = nullptr;
  int32_t dtype_;
  int64_t count_;
  size_t offset_;
};

// Results that no cache would hold may be written another way where they are aligned. That changes no bit.
void large_results(Random& random) {
  EmbeddingCase floats;
  floats.dim = 576;
  floats.tables.resize(1);
  floats.tables[0].width = 14;
  floats.tables[0].rows = 1 << 14;
  for (int32_t i = 0; i < 16000; ++i) {
    floats.units.push_back(static_cast<int32_t>(random.next() >> 33));
    floats.chunk_start.push_back(i);
    floats.chunk_end.push_back(i + static_cast<int32_t>(random.between(0, 1)));
  }
  floats.tables[0].values.resize(floats.tables[0].rows * floats.dim);
  floats.dout.resize(floats.num_chunks() * floats.dim);
  for (float& value : floats.tables[0].values) value = random.value();
  for (float& value : floats.dout) value = random.value();
  for (int32_t dtype : {LIG_F32, LIG_BF16}) {
    const EmbeddingCase problem = stored_as(floats, dtype);
    const Stored table(problem.tables[0].values, dtype), dout(problem.dout, dtype);
    const void* tables[] = {table.at()};
    for (int engine : engines()) {
      ContextOwner context = open_context(engine, 3);
      EmbeddingOwner plan = open_embedding(problem, context.get());
      const int64_t touched = lig_embedding_num_touched(plan.get(), 0);
      std::vector<std::vector<float>> results[2];
      for (size_t offset : {0, 4}) {
        Aligned out(problem.num_chunks() * problem.dim, dtype, offset), drows(touched * problem.dim, dtype, offset);
        check_ok(lig_embedding_forward(plan.get(), out.at(), tables, nullptr, &problem.tables[0].rows, problem.dim),
                 "lig_embedding_forward");
        check_ok(lig_embedding_backward_rows(plan.get(), drows.at(), dout.at(), nullptr, 0, problem.dim),
                 "lig_embedding_backward_rows");
        results[offset / 4] = {out.floats(), drows.floats()};
      }
      for (int i = 0; i < 2; ++i) {
        CHECK(same_bits(results[0][i], results[1][i]), "%s differs by its alignment; %s %s", i == 0 ? "out" : "drows",
              engine_name(engine).c_str(), problem.text().c_str());
      }
    }
  }
}

}  // namespace

void check_embedding_shape(Random& random) {
  constexpr int64_t kCommon[] = {64, 128, 256, 512};
  check_case(random_embedding(random, random.chance(0.2) ? kCommon[random.below(4)] : random.between(1, 200)));
}

void test_embedding(Random& random) {
  for (int64_t dim : {0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 100, 128, 255, 256, 257, 300, 512, 777}) {
    check_case(random_embedding(random, dim));
  }
  for (int i = 0; i < 40; ++i) oracle_by_differences(random);  // every pool and number of tables comes up
  for (int i = 0; i < 100; ++i) check_case(random_embedding(random, random.between(1, 80)));
  for (int i = 0; i < 10; ++i) untouched_rows(random);
  for (int i = 0; i < 5; ++i) wide_fields(random);
  for (int i = 0; i < 20; ++i) odd_numbers(random);
  many_chunks(random);
  large_results(random);
}

}  // namespace ligature_test
