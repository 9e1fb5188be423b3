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

  // And with every term squared.
  std::vector<Real> out_squares, dq_squares, dk_squares, dv_squares;
};

template <class Real>
OracleResult<Real> oracle(const AttentionCase& problem);

extern template OracleResult<float> oracle<float>(const AttentionCase& problem);
extern template OracleResult<double> oracle<double>(const AttentionCase& problem);

// One unit in the last place, in `dtype`, of the largest finite value.
double rounding_of(const std::vector<double>& values, int32_t dtype);

// Checks that `got` is as near to `truth` as can be asked: non-finite in the same places, with a root mean
// square error (of many values) of at most twice that of `plain` plus one rounding, and no single error of more than a
// few times the largest of `plain`.
void check_near(const char* what, const std::vector<float>& got, const std::vector<double>& truth,
                const std::vector<float>& plain, double rounding, const std::string& where);

// The same for all five tensors, and -inf in lse exactly where it should be.
void check_near(const AttentionCase& problem, const AttentionResult& got, const OracleResult<double>& truth,
                const OracleResult<float>& plain, const std::string& where);

}  // namespace ligature_test
