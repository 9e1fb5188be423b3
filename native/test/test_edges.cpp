// Edges by name, on every engine and in both dtypes, with results that can be said without an oracle.
#include <cmath>
#include <limits>

#include "bound.h"
#include "check.h"

namespace ligature_test {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

AttentionCase shaped(int64_t num_queries, int64_t num_keys, int32_t num_heads, int32_t num_kv_heads, int32_t head_dim) {
  AttentionCase shape;
  shape.num_queries = num_queries;
  shape.num_keys = num_keys;
  shape.num_heads = num_heads;
  shape.num_kv_heads = num_kv_heads;
  shape.head_dim = head_dim;
  shape.softmax_scale = 1 / std::sqrt(static_cast<float>(head_dim));
  return shape;
}

// One engine's result for an edge, and the words to report it with.
struct Seen {
  const AttentionCase& problem;
  const AttentionResult& result;
  int engine;
  std::string where;

  int64_t query_row(int64_t query, int32_t head) const { return query * problem.num_heads + head; }
};

// Runs a case on every engine in both dtypes, against the oracle, and then looks at the result.
template <class Look>
void on_every_engine(const char* name, const AttentionCase& wide, Look look) {
  for (int32_t dtype : {LIG_F32, LIG_BF16}) {
    const AttentionCase problem = stored_as(wide, dtype);
    const Yardstick yardstick(problem);
    for (int engine : engines()) {
      ContextOwner context = open_context(engine, 2);
      const AttentionResult result = run_attention(problem, open_attention(problem, context.get()).get());
      yardstick.check(result, engine, std::string(name) + " ");
      look(Seen{problem, result, engine, engine_name(engine) + ", " + name + ", " + problem.text()});
    }
  }
}

void check_all(const char* what, const std::vector<float>& values, float expected, const std::string& where) {
  for (size_t i = 0; i < values.size(); ++i) {
    CHECK(values[i] == expected, "%s[%zu]=%g should be %g; %s", what, i, values[i], expected, where.c_str());
  }
}

// Every score is 10,000 or -10,000, and exactly so: q and k have one element that is not 0. So p is shared evenly among
// a query's keys of the larger score, and others get nothing.
void large_scores(Random& random) {
  AttentionCase problem = filled(shaped(70, 130, 2, 1, 16), random, MaskKind::kCausal);
  problem.softmax_scale = 1;
  problem.q.assign(problem.q.size(), 0);
  problem.k.assign(problem.k.size(), 0);
  for (size_t i = 0; i < problem.q.size(); i += 16) problem.q[i] = random.chance(0.5) ? 100.0f : -100.0f;
  for (size_t i = 0; i < problem.k.size(); i += 16) problem.k[i] = random.chance(0.5) ? 100.0f : -100.0f;
  on_every_engine("scores of 10,000 and -10,000", problem, [](const Seen& seen) {
    for (int64_t i = 0; i < seen.problem.num_queries; ++i) {
      for (int32_t head = 0; head < seen.problem.num_heads; ++head) {
        const int64_t row = seen.query_row(i, head);
        int like = 0;
        for (int64_t j = 0; j <= i; ++j) like += seen.problem.q[row * 16] == seen.problem.k[j * 16];
        const double expected = like > 0 ? 1e4 + std::log(like) : -1e4 + std::log(static_cast<double>(i + 1));
        CHECK(std::fabs(seen.result.lse[row] - expected) <= 0.002, "lse[%d]=%g should be %g; %s", static_cast<int>(row),
              seen.result.lse[row], expected, seen.where.c_str());
      }
    }
  });
}

// A bad row of k or v shows in exactly the queries that keep it.
void nonfinite_key(Random& random) {
  for (float bad : {std::nanf(""), kInfinity, -kInfinity}) {
    for (bool in_v : {false, true}) {
      AttentionCase problem = filled(shaped(130, 150, 2, 2, 20), random, MaskKind::kRandom);
      const int64_t key = random.below(problem.num_keys);
      std::vector<float>& tensor = in_v ? problem.v : problem.k;
      for (int32_t x = 0; x < 40; ++x) tensor[key * 40 + x] = bad;
      // With -inf only in k a score may be -inf, which is a key of no weight; the oracle knows.
      if (!in_v && !std::isnan(bad)) problem.q.assign(problem.q.size(), bad > 0 ? 0.5f : -0.5f);
      on_every_engine(in_v ? "non-finite v" : "non-finite k", problem, [&](const Seen& seen) {
        for (int64_t i = 0; i < seen.problem.num_queries; ++i) {
          for (int32_t x = 0; x < 40; ++x) {
            CHECK(std::isfinite(seen.result.out[i * 40 + x]) != seen.problem.keeps(i, key),
                  "out of query %d is %g, and it %s key %d; %s", static_cast<int>(i), seen.result.out[i * 40 + x],
                  seen.problem.keeps(i, key) ? "keeps" : "does not keep", static_cast<int>(key), seen.where.c_str());
          }
        }
      });
    }
  }
}

void masked_rows(Random& random) {
  AttentionCase problem = filled(shaped(140, 135, 4, 2, 24), random, MaskKind::kHoles);
  on_every_engine("queries and keys that keep nothing", problem, [](const Seen& seen) {
    const AttentionCase& p = seen.problem;
    for (int64_t i = 0; i < p.num_queries; ++i) {
      bool any = false;
      for (int64_t j = 0; j < p.num_keys; ++j) any = any || p.keeps(i, j);
      if (any) continue;
      for (int64_t row = seen.query_row(i, 0); row < seen.query_row(i + 1, 0); ++row) {
        CHECK(seen.result.lse[row] == -kInfinity, "lse[%d]=%g; %s", static_cast<int>(row), seen.result.lse[row],
              seen.where.c_str());
        for (int64_t at = row * p.head_dim; at < (row + 1) * p.head_dim; ++at) {
          CHECK(seen.result.out[at] == 0 && seen.result.dq[at] == 0, "out %g and dq %g of query %d; %s",
                seen.result.out[at], seen.result.dq[at], static_cast<int>(i), seen.where.c_str());
        }
      }
    }
    for (int64_t j = 0; j < p.num_keys; ++j) {
      bool any = false;
      for (int64_t i = 0; i < p.num_queries; ++i) any = any || p.keeps(i, j);
      const int64_t width = int64_t{p.num_kv_heads} * p.head_dim;
      for (int64_t at = j * width; !any && at < (j + 1) * width; ++at) {
        CHECK(seen.result.dk[at] == 0 && seen.result.dv[at] == 0, "dk %g and dv %g of key %d; %s", seen.result.dk[at],
              seen.result.dv[at], static_cast<int>(j), seen.where.c_str());
      }
    }
  });
}

void nothing_at_all(Random& random) {
  on_every_engine("0 queries", filled(shaped(0, 70, 2, 1, 8), random, MaskKind::kAll), [](const Seen& seen) {
    check_all("dk", seen.result.dk, 0, seen.where);
    check_all("dv", seen.result.dv, 0, seen.where);
  });
  on_every_engine("0 keys", filled(shaped(70, 0, 2, 1, 8), random, MaskKind::kAll), [](const Seen& seen) {
    check_all("out", seen.result.out, 0, seen.where);
    check_all("lse", seen.result.lse, -kInfinity, seen.where);
    check_all("dq", seen.result.dq, 0, seen.where);
  });
  on_every_engine("0 queries and 0 keys", filled(shaped(0, 0, 1, 1, 8), random, MaskKind::kAll), [](const Seen&) {});
}

// Attention to a single key gives its v and the score, whatever the score is.
void one_chunk(Random& random) {
  for (int32_t head_dim : {1, 64, 100}) {
    const AttentionCase problem = filled(shaped(1, 1, 1, 1, head_dim), random, MaskKind::kAll);
    on_every_engine("one chunk, one head", problem, [](const Seen& seen) {
      for (size_t x = 0; x < seen.problem.v.size(); ++x) {
        CHECK(seen.result.out[x] == seen.problem.v[x], "out[%zu]=%g should be %g; %s", x, seen.result.out[x],
              seen.problem.v[x], seen.where.c_str());
        CHECK(seen.result.dv[x] == seen.problem.dout[x], "dv[%zu]=%g should be %g; %s", x, seen.result.dv[x],
              seen.problem.dout[x], seen.where.c_str());
      }
    });
  }
}

void one_head(Random& random) {
  on_every_engine("one head", filled(shaped(100, 100, 1, 1, 64), random, MaskKind::kCausal), [](const Seen&) {});
  on_every_engine("one kv head of many", filled(shaped(100, 100, 6, 1, 32), random, MaskKind::kCausal),
                  [](const Seen&) {});
}

// A chunk of one unit is that unit's row, an empty one is 0, and a plan may have no chunk at all.
void one_unit() {
  const int32_t units[] = {2}, start[] = {0, 0, 1}, end[] = {1, 0, 1}, shift = 0, width = 2;
  const std::vector<float> table = {0, 0, 0, 0, 1.5f, -2.5f};
  const void* tables[] = {table.data()};
  const int64_t rows = 3;
  const float weight = 1;
  for (int engine : engines()) {
    ContextOwner context = open_context(engine, 2);
    for (int32_t pool : {LIG_POOL_SUM, LIG_POOL_MEAN, LIG_POOL_SLOTS}) {
      const std::string where = engine_name(engine) + ", one unit, pool=" + std::to_string(pool);
      const bool slots = pool == LIG_POOL_SLOTS;
      for (int64_t num_chunks : {0, 3}) {
        lig_embedding* plan = nullptr;
        check_ok(lig_embedding_create(context.get(), &plan, units, start, end, &shift, &width, 1, num_chunks, 1, pool,
                                      slots ? 1 : 0, LIG_F32),
                 "lig_embedding_create");
        EmbeddingOwner owner(plan);
        std::vector<float> out(static_cast<size_t>(2 * num_chunks), std::nanf(""));
        check_ok(lig_embedding_forward(plan, out.data(), tables, slots ? &weight : nullptr, &rows, 2),
                 "lig_embedding_forward");
        const std::vector<float> expected = {1.5f, -2.5f, 0, 0, 0, 0};
        CHECK(out == std::vector<float>(expected.begin(), expected.begin() + 2 * num_chunks), "%d chunks; %s",
              static_cast<int>(num_chunks), where.c_str());
      }
    }
  }
}

}  // namespace

void test_edges(Random& random) {
  large_scores(random);
  nonfinite_key(random);
  masked_rows(random);
  nothing_at_all(random);
  one_chunk(random);
  one_head(random);
  one_unit();
}

}  // namespace ligature_test
