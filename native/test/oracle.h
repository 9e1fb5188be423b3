// Attention as plain loops over all pairs of a dense mask, the ground truth of the tests.
//
// In double it is what the engines are compared with. In float it is the plain loop whose own rounding error says
// how much of an error is fair.
#pragma once
#include <vector>

#include "attention_case.h"

namespace ligature_test {

template <class Real>
struct OracleResult {
  std::vector<Real> out, lse, dq, dk, dv;  // shapes as in the header
};

template <class Real>
OracleResult<Real> oracle(const AttentionCase& problem);

extern template OracleResult<float> oracle<float>(const AttentionCase& problem);
extern template OracleResult<double> oracle<double>(const AttentionCase& problem);

// Checks that `got` is as near to `truth` as float can be asked to be: non-finite in the same places, and an error
// (root mean square) of at most twice that of `plain` plus one unit in the last place of the largest value; no
// single error more than a few times the largest of `plain`.
void check_near(const char* what, const std::vector<float>& got, const std::vector<double>& truth,
                const std::vector<float>& plain, const std::string& where);

// check_near for all five tensors.
void check_near(const AttentionResult& got, const OracleResult<double>& truth, const OracleResult<float>& plain,
                const std::string& where);

}  // namespace ligature_test
