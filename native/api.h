// What the files that define the functions of ligature.h share: how they report, and what a context's handle holds.
#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

#include "../include/ligature.h"
#include "context.h"
#include "cuda/context.h"
#include "failure.h"

// Either the CPU's or a CUDA device's.
struct lig_context {
  std::shared_ptr<ligature::Context> cpu;
  std::shared_ptr<ligature::cuda::Context> cuda;
};

namespace ligature {

// Keeps `text` as this thread's last failure and gives `status`.
int32_t failed(lig_status status, const char* text) noexcept;

template <class Body>
int32_t guarded(Body body) noexcept {
  try {
    body();
    return LIG_OK;
  } catch (const Failure& failure) {
    return failed(failure.status(), failure.what());
  } catch (const std::bad_alloc&) {
    return failed(LIG_OUT_OF_MEMORY, "out of memory");
  } catch (const std::exception& error) {
    return failed(LIG_INTERNAL_ERROR, error.what());
  } catch (...) {
    return failed(LIG_INTERNAL_ERROR, "an exception of unknown type");
  }
}

inline int32_t copy_text(char* out, int32_t capacity, const char* text, int32_t length) noexcept {
  if (out == nullptr || capacity <= 0) return 0;
  if (length > capacity) length = capacity;
  std::memcpy(out, text, static_cast<size_t>(length));
  return length;
}

}  // namespace ligature
