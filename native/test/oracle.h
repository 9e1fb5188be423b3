// Attention as plain loops over all pairs of a dense mask, the ground truth of the tests.
//
// In double it is what the engines are compared with. In float it is the plain loop whose own rounding error says
// how much of an error is fair: it stores out and the gradients in the dtype of the case, and sums in float.
#pragma once
#include <vector>

#include "attention_case.h"

namespace ligature_test {

template <class Real>
struct OracleResult {
  std::vector<Real> out, lse, dq, dk, dv;  // shapes as in the header

  // The same sums with every term's absolute value. Where terms cancel, as in dq of a query with one key, the error
  // of a float sum is a matter of these and not of the result.
  std::vector<Real> lse_terms, dq_terms, dk_terms;
};

// What the second products, p x v and those of the gradients, multiply: p and ds as they are, or rounded to the dtype
// of the case, as an engine has them that multiplies such numbers itself. Both sum in Real, and the sum of p is of what
// was not rounded.
enum class Factors { kReal, kRounded };

template <class Real>
OracleResult<Real> oracle(const AttentionCase& problem, Factors factors = Factors::kReal);

extern template OracleResult<float> oracle<float>(const AttentionCase& problem, Factors factors);
extern template OracleResult<double> oracle<double>(const AttentionCase& problem, Factors factors);

}  // namespace ligature_test
