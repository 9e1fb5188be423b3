// The engines this binary has, slowest first, and which of them this machine can run.
#pragma once
#include <cstdint>

#include "cpu/kernels.h"

namespace ligature {

struct Engine {
  const char* name;
  bool (*supported)();
  const Kernels* kernels;
};

int32_t engine_count();

// `index` is in [0, engine_count()).
const Engine& engine(int32_t index);

}  // namespace ligature
