// The types that elements are stored in, and copies from one to another.
#pragma once
#include <cstdint>

namespace ligature {

// Refuses what is no lig_dtype.
void check_dtype(const char* name, int32_t dtype);

int64_t element_bytes(int32_t dtype);

// The dtypes and ranges have been checked.
void copy_elements(void* out, const void* in, int32_t out_dtype, int32_t in_dtype, int64_t count);
void fill_elements(void* out, int32_t dtype, float value, int64_t count);

}  // namespace ligature
