// How near to float64 a result must come, and how near the results of a run came.
//
// The bound: a tensor's root mean square error is at most twice that of a plain loop in the same dtype, plus one unit
// in the last place of its largest value. Two sums can be out of a float's reach where the plain loop has luck, so the
// bound grows there, step by step, and what needed a step is counted:
//   kTerms   ds = p * (dout . v - delta) is 0 or nearly where a query has one key, or one that outweighs all others.
//   The
//            plain loop takes both sums in one order, so that their errors cancel; an engine's need not. It may be off
//            by one unit in the last place of the sum of the absolute terms.
//   kScores  A score rounded by r changes p by the share r, and in float r is large where scores are. A plain loop that
//            rounds the few scores of a case luckily shows none of it.
//   kFew     Of fewer than 64 values the mean is itself a matter of luck: the bound on single errors must do.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "oracle.h"

namespace ligature_test {

// What one tensor may be off by beside the plain loop's error.
struct Allowance {
  int32_t dtype = LIG_F32;  // of the tensor
  double terms = 0;
  double scores = 0;
};

// Checks that `got` is within the bound of `truth` and non-finite in the same places, and that no single error is more
// than some times the largest of `plain`. `where` begins with the name of the engine.
void check_near(const char* what, const std::vector<float>& got, const std::vector<double>& truth,
                const std::vector<float>& plain, Allowance allowance, const std::string& where);

// One unit in the last place, in `dtype`, of the largest finite value.
double rounding_of(const std::vector<double>& values, int32_t dtype);

// The truth of an attention case, and what plain loops make of it.
class Yardstick {
 public:
  explicit Yardstick(const AttentionCase& problem);

  // Checks the five tensors that an engine gave, and that lse is -inf exactly where it should be.
  void check(const AttentionResult& got, int engine, const std::string& what = "") const;

  // The same for what has no number, by its name and by what its second products multiply.
  void check(const AttentionResult& got, const std::string& engine, Factors factors,
             const std::string& what = "") const;

  // The same with what the scalar engine gave in place of the truth.
  void check_against_scalar(const AttentionResult& got, const AttentionResult& scalar, int engine) const;

 private:
  struct Tensor;
  std::vector<Tensor> tensors(Factors factors) const;

  const AttentionCase& problem_;
  OracleResult<double> truth_;
  OracleResult<float> plain_;
  OracleResult<float> plain_rounded_;  // of rounded factors
};

// How many checks of this thread needed a step of the bound.
int64_t checks_past_plain();

// Prints what all checks of each engine and dtype came to.
void print_bounds();

}  // namespace ligature_test
