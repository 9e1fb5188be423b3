#include "engine.h"

namespace ligature {

extern const Kernels scalar_kernels;

namespace {

bool always() { return true; }

const Engine kEngines[] = {
    {"scalar", always, &scalar_kernels},
};

}  // namespace

int32_t engine_count() { return sizeof kEngines / sizeof kEngines[0]; }

const Engine& engine(int32_t index) { return kEngines[index]; }

}  // namespace ligature
