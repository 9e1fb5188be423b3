// The suites of ligature_cuda_emulator_test.
#pragma once
#include "../check.h"

namespace ligature_test {

void test_cuda_emulator(Random& random);
void test_cuda_attention_general(Random& random);
void test_cuda_attention_base(Random& random);
void test_cuda_attention_nonfinite(Random& random);
void test_cuda_embedding(Random& random);

}  // namespace ligature_test
