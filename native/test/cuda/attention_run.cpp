#include "attention_run.h"

#include <cstring>

#include "../../block_mask.h"
#include "../bound.h"
#include "emulated.h"

namespace ligature_test {
namespace {

using namespace ligature::cuda;

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

ligature::AttentionInputs inputs_of(const AttentionCase& problem) {
  ligature::AttentionInputs in{};
  in.num_queries = problem.num_queries;
  in.num_keys = problem.num_keys;
  in.num_query_tiles = ligature::num_tiles(problem.num_queries);
  in.num_key_tiles = ligature::num_tiles(problem.num_keys);
  in.num_heads = problem.num_heads;
  in.num_kv_heads = problem.num_kv_heads;
  in.head_dim = problem.head_dim;
  in.softmax_scale = problem.softmax_scale;
  return in;
}

bool is_base(const AttentionCase& problem, Alignment alignment) {
  return alignment == Alignment::kTensors && problem.dtype != LIG_F32 &&
         (problem.head_dim == 64 || problem.head_dim == 128);
}

}  // namespace

AttentionResult run_emulated(const AttentionCase& problem, uint64_t seed, Alignment alignment) {
  const ligature::BlockMask mask(problem.indptr.data(), problem.indices.data(), problem.tile_masks.data(),
                                 problem.masks.data(), static_cast<int64_t>(problem.masks.size() / LIG_TILE),
                                 problem.num_queries, problem.num_keys);
  const auto dtype = static_cast<Dtype>(problem.dtype);
  const size_t shift = alignment == Alignment::kTensors ? 0 : problem.dtype == LIG_F32 ? 4 : 2;
  const Stored q(problem.q, problem.dtype, shift), k(problem.k, problem.dtype, shift),
      v(problem.v, problem.dtype, shift), dout(problem.dout, problem.dtype, shift);
  const std::vector<float> rows = unwritten(problem.num_queries * problem.num_heads);
  Stored out(unwritten(problem.q.size()), problem.dtype, shift),
      dq = out, dk(unwritten(problem.k.size()), problem.dtype, shift), dv = dk, lse(rows, LIG_F32), delta = lse;

  ligature::AttentionForwardArguments forward{};
  forward.in = inputs_of(problem);
  forward.in.q = q.at();
  forward.in.k = k.at();
  forward.in.v = v.at();
  forward.rows = mask.rows();
  forward.row_order = mask.row_order().data();
  forward.out = out.at();
  forward.lse = static_cast<float*>(lse.at());
  const Launch of_forward = forward_launch(forward, dtype);
  CHECK((of_forward.kernel.find("general") == std::string::npos) == is_base(problem, alignment), "%s serves %s",
        of_forward.kernel.c_str(), problem.text().c_str());
  launch(of_forward, forward, seed);

  ligature::AttentionBackwardArguments backward{};
  backward.in = forward.in;
  backward.rows = mask.rows();
  backward.columns = mask.columns();
  backward.row_order = mask.row_order().data();
  backward.column_order = mask.column_order().data();
  backward.dout = dout.at();
  backward.out = out.at();
  backward.lse = static_cast<float*>(lse.at());
  backward.delta = static_cast<float*>(delta.at());
  backward.dq = dq.at();
  backward.dk = dk.at();
  backward.dv = dv.at();
  launch(delta_launch(backward, dtype), backward, seed + 1);
  launch(backward_keys_launch(backward, dtype), backward, seed + 2);
  launch(backward_queries_launch(backward, dtype), backward, seed + 3);
  return {out.floats(), lse.floats(), dq.floats(), dk.floats(), dv.floats()};
}

void check_emulated(const AttentionCase& problem, Random& random, const std::string& what, Alignment alignment) {
  const Yardstick yardstick(problem);
  AttentionResult first;
  for (int run = 0; run < 2; ++run) {
    const AttentionResult result = run_emulated(problem, random.next(), alignment);
    const bool base = is_base(problem, alignment);
    yardstick.check(result, base ? "cuda-base" : "cuda-general", base ? Factors::kRounded : Factors::kReal, what);
    if (run == 0) first = result;
    for (auto tensor : {&AttentionResult::out, &AttentionResult::lse, &AttentionResult::dq, &AttentionResult::dk,
                        &AttentionResult::dv}) {
      CHECK(same_bits(result.*tensor, first.*tensor), "a second run differs; %s%s", what.c_str(),
            problem.text().c_str());
    }
  }
}

}  // namespace ligature_test
