// The suites of ligature_cuda_emulator_test.
#pragma once
#include "../check.h"

namespace ligature_test {

void test_cuda_emulator(Random& random);

}  // namespace ligature_test
