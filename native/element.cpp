#include "element.h"

#include <algorithm>
#include <cstring>

#include "../include/ligature.h"
#include "cpu/bf16.h"
#include "failure.h"

namespace ligature {
namespace {

template <class Out, class In>
void convert(Out* out, const In* in, int64_t count) {
  for (int64_t i = 0; i < count; ++i) put(out + i, widened(in[i]));
}

}  // namespace

void check_dtype(const char* name, int32_t dtype) {
  if (dtype != LIG_F32 && dtype != LIG_BF16) {
    refuse(name, "=", dtype, " must be ", int32_t{LIG_F32}, " (F32) or ", int32_t{LIG_BF16}, " (BF16)");
  }
}

int64_t element_bytes(int32_t dtype) { return dtype == LIG_BF16 ? sizeof(Bf16) : sizeof(float); }

void copy_elements(void* out, const void* in, int32_t out_dtype, int32_t in_dtype, int64_t count) {
  if (count == 0) return;
  if (out_dtype == in_dtype) {
    std::memcpy(out, in, static_cast<size_t>(count * element_bytes(out_dtype)));
  } else if (out_dtype == LIG_BF16) {
    convert(static_cast<Bf16*>(out), static_cast<const float*>(in), count);
  } else {
    convert(static_cast<float*>(out), static_cast<const Bf16*>(in), count);
  }
}

void fill_elements(void* out, int32_t dtype, float value, int64_t count) {
  if (dtype == LIG_BF16) {
    std::fill_n(static_cast<Bf16*>(out), count, narrowed(value));
  } else {
    std::fill_n(static_cast<float*>(out), count, value);
  }
}

}  // namespace ligature
