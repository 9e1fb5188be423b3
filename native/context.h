// What a lig_context stands for. Plans share it, so it lives until the last of them is gone.
#pragma once
#include "engine.h"
#include "thread_pool.h"

namespace ligature {

struct Context {
  Context(const Engine& chosen, int32_t num_threads) : kernels(*chosen.kernels), pool(num_threads) {}

  const Kernels& kernels;
  ThreadPool pool;
};

}  // namespace ligature
