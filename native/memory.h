// Memory for tensors: aligned, zeroed, and where there is much of it on pages as large as the system has.
#pragma once
#include <cstdint>

namespace ligature {

// `bytes` >= 0 of zeros at a multiple of 64. LIG_OUT_OF_MEMORY where the system has no more. No page is touched.
void* create_memory(int64_t bytes);

// Accepts NULL.
void destroy_memory(void* memory) noexcept;

}  // namespace ligature
