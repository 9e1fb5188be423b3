// The CUDA functions of ligature.h: they check, they call, they catch, like those of api.cpp.
#include <limits>
#include <memory>
#include <utility>

#include "api.h"
#include "checks.h"
#include "cuda/device_memory.h"
#include "element.h"

using namespace ligature;

struct lig_cuda_memory {
  cuda::DeviceMemory memory;
};

namespace {

const std::shared_ptr<cuda::Context>& cuda_of(const lig_context* context) {
  check_not_null("context", context);
  if (context->cuda == nullptr) refuse("context is the CPU's, not a CUDA device's");
  return context->cuda;
}

}  // namespace

int32_t lig_cuda_device_count(int32_t* count) {
  return guarded([&] {
    check_not_null("count", count);
    *count = cuda::device_count();
  });
}

int32_t lig_cuda_context_create(lig_context** context, int32_t device, const void* fatbin, int64_t bytes) {
  return guarded([&] {
    check_not_null("context", context);
    auto opened = std::make_unique<lig_context>();
    opened->cuda = cuda::open_context(device, fatbin, bytes);
    *context = opened.release();
  });
}

int32_t lig_cuda_context_name(const lig_context* context, char* out, int32_t capacity) {
  int32_t length = 0;
  guarded([&] {
    const std::string& name = cuda_of(context)->name();
    length = copy_text(out, capacity, name.data(), static_cast<int32_t>(name.size()));
  });
  return length;
}

int32_t lig_cuda_synchronize(lig_context* context) {
  return guarded([&] { cuda_of(context)->synchronize(); });
}

int32_t lig_cuda_memory_create(lig_context* context, lig_cuda_memory** memory, int64_t bytes) {
  return guarded([&] {
    check_not_null("memory", memory);
    check_between("bytes", bytes, 0, std::numeric_limits<int64_t>::max());
    *memory = new lig_cuda_memory{{cuda_of(context), bytes}};
  });
}

void lig_cuda_memory_destroy(lig_cuda_memory* memory) { delete memory; }

int64_t lig_cuda_memory_address(const lig_cuda_memory* memory) {
  return memory == nullptr ? 0 : static_cast<int64_t>(memory->memory.address());
}

int32_t lig_cuda_memory_write(lig_cuda_memory* memory, void* out, const void* in, int32_t out_dtype, int32_t in_dtype,
                              int64_t count) {
  return guarded([&] {
    check_not_null("memory", memory);
    check_dtype("out_dtype", out_dtype);
    check_dtype("in_dtype", in_dtype);
    checked_range("in", in, element_bytes(in_dtype), {count});
    memory->memory.write(out, in, out_dtype, in_dtype, count);
  });
}

int32_t lig_cuda_memory_read(const lig_cuda_memory* memory, void* out, const void* in, int32_t out_dtype,
                             int32_t in_dtype, int64_t count) {
  return guarded([&] {
    check_not_null("memory", memory);
    check_dtype("out_dtype", out_dtype);
    check_dtype("in_dtype", in_dtype);
    checked_range("out", out, element_bytes(out_dtype), {count});
    memory->memory.read(out, in, out_dtype, in_dtype, count);
  });
}

int32_t lig_cuda_memory_fill(lig_cuda_memory* memory, void* out, int32_t dtype, float value, int64_t count) {
  return guarded([&] {
    check_not_null("memory", memory);
    check_dtype("dtype", dtype);
    memory->memory.fill(out, dtype, value, count);
  });
}
