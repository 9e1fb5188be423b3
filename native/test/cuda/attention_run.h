// An attention case on the emulated kernels.
#pragma once
#include <cstdint>

#include "../attention_case.h"

namespace ligature_test {

// Where tensors begin: at a multiple of 16 bytes, or only at one of their elements, as a slice of a tensor may.
enum class Alignment { kTensors, kElements };

// Forward, then backward on its results, as a host would launch them.
AttentionResult run_emulated(const AttentionCase& problem, uint64_t seed, Alignment alignment = Alignment::kTensors);

// Runs a case under several seeds of the emulator, against the oracle and bit for bit against itself.
void check_emulated(const AttentionCase& problem, Random& random, const std::string& what = "",
                    Alignment alignment = Alignment::kTensors);

}  // namespace ligature_test
