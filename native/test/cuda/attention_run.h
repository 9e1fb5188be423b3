// An attention case on the emulated kernels.
#pragma once
#include <cstdint>

#include "../attention_case.h"

namespace ligature_test {

// Forward, then backward on its results, as a host would launch them.
AttentionResult run_emulated(const AttentionCase& problem, uint64_t seed);

// Runs a case under several seeds of the emulator, against the oracle and bit for bit against itself.
void check_emulated(const AttentionCase& problem, Random& random, const std::string& what = "");

}  // namespace ligature_test
