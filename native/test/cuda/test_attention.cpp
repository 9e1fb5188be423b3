// The attention kernels against the oracle, on random shapes and masks.
#include <cmath>
#include <limits>

#include "attention_run.h"
#include "emulated.h"
#include "suites.h"

namespace ligature_test {
namespace {

MaskKind random_mask(Random& random) {
  return static_cast<MaskKind>(random.below(static_cast<int64_t>(MaskKind::kCount)));
}

int32_t random_dtype(Random& random) { return static_cast<int32_t>(random.between(LIG_F32, kF16)); }

// One to three values of a tensor become NaN or an infinity.
void spoil(Random& random, std::vector<float>& tensor) {
  if (tensor.empty()) return;
  const float infinity = std::numeric_limits<float>::infinity();
  const float bad[] = {std::numeric_limits<float>::quiet_NaN(), infinity, -infinity};
  for (int64_t i = random.between(1, 3); i > 0; --i) {
    tensor[random.below(static_cast<int64_t>(tensor.size()))] = bad[random.below(3)];
  }
}

void edge_shapes(Random& random, int32_t head_dim, int32_t dtype) {
  for (int64_t num_queries : {0, 1, 63, 64, 65}) {
    for (int64_t num_keys : {0, 1, 63, 64, 65}) {
      if (random.chance(0.4)) continue;
      AttentionCase shape = random_case(random, 0, head_dim, MaskKind::kNone);
      shape.num_queries = num_queries;
      shape.num_keys = num_keys;
      const MaskKind mask = random.chance(0.5) ? MaskKind::kAll : random_mask(random);
      check_emulated(stored_as(filled(shape, random, mask), dtype), random, "edge ");
    }
  }
}

}  // namespace

void test_cuda_attention_general(Random& random) {
  for (int32_t head_dim : {1, 3, 16, 17, 31, 32, 33, 64, 100, 128, 200, 255, 256}) {
    const int32_t dtype = head_dim == 64 || head_dim == 128 ? LIG_F32 : random_dtype(random);
    check_emulated(stored_as(random_case(random, 140, head_dim, random_mask(random)), dtype), random);
  }
  for (int mask = 0; mask < static_cast<int>(MaskKind::kCount); ++mask) {
    for (int32_t dtype : {int32_t{LIG_F32}, int32_t{LIG_BF16}, kF16}) {
      const auto head_dim = static_cast<int32_t>(random.between(1, 40));
      check_emulated(stored_as(random_case(random, 200, head_dim, static_cast<MaskKind>(mask)), dtype), random);
    }
  }
  edge_shapes(random, 8, random_dtype(random));
  // Shapes of the base kernels, of tensors that they cannot read.
  for (int32_t dtype : {int32_t{LIG_BF16}, kF16}) {
    check_emulated(stored_as(random_case(random, 150, 64, random_mask(random)), dtype), random, "shifted ",
                   Alignment::kElements);
  }
}

void test_cuda_attention_base(Random& random) {
  const int64_t before = recomputed_tiles();
  for (int mask = 0; mask < static_cast<int>(MaskKind::kCount); ++mask) {
    for (int32_t head_dim : {64, 128}) {
      for (int32_t dtype : {int32_t{LIG_BF16}, kF16}) {
        check_emulated(
            stored_as(random_case(random, head_dim == 64 ? 230 : 150, head_dim, static_cast<MaskKind>(mask)), dtype),
            random);
      }
    }
  }
  edge_shapes(random, 64, random.chance(0.5) ? int32_t{LIG_BF16} : kF16);
  CHECK(recomputed_tiles() == before, "%d tiles of finite numbers were not finite",
        static_cast<int>(recomputed_tiles() - before));
}

void test_cuda_attention_nonfinite(Random& random) {
  const int64_t before = recomputed_tiles();
  for (int i = 0; i < 30; ++i) {
    const int32_t head_dim = i % 3 == 0 ? 64 : i % 3 == 1 ? 128 : static_cast<int32_t>(random.between(1, 40));
    AttentionCase problem = random_case(random, 150, head_dim, random_mask(random));
    std::string what = "spoilt";
    const uint64_t which = random.next();
    if (which & 1) spoil(random, problem.k), what += " k";
    if (which & 2) spoil(random, problem.v), what += " v";
    if (which & 4) spoil(random, problem.q), what += " q";
    if (which & 8) spoil(random, problem.dout), what += " dout";
    const int32_t dtype = i % 3 == 2 ? random_dtype(random) : random.chance(0.5) ? int32_t{LIG_BF16} : kF16;
    check_emulated(stored_as(problem, dtype), random, what + " ");
  }  // Queries whose every score is -inf: q is positive, and the keys are -inf.
  for (int i = 0; i < 4; ++i) {
    const auto mask = i == 0 ? MaskKind::kAll : MaskKind::kCausal;
    AttentionCase problem = random_case(random, 100, i % 2 == 0 ? 16 : 64, mask);
    problem.softmax_scale = 1;
    for (float& value : problem.q) value = 0.5f + std::fabs(value);
    const int64_t dead_keys = i == 0 ? problem.num_keys : problem.num_keys / 2;
    const int64_t row = int64_t{problem.num_kv_heads} * problem.head_dim;
    for (int64_t at = 0; at < dead_keys * row; ++at) problem.k[at] = -std::numeric_limits<float>::infinity();
    check_emulated(stored_as(problem, LIG_BF16), random, "keys of -inf ");
  }

  CHECK(recomputed_tiles() > before, "no tile was computed again");
}

}  // namespace ligature_test
