// Contexts and memory of CUDA devices for tests.
#pragma once
#include <cstdint>
#include <cstring>
#include <vector>

#include "check.h"
#include "engines.h"

namespace ligature_test {

// What begins like a fatbin, and holds 84 bytes of nothing.
inline std::vector<char> any_fatbin() {
  const uint32_t magic = 0xba55ed50;
  const uint16_t version_and_size[] = {1, 16};
  const uint64_t content = 84;
  std::vector<char> fatbin(16 + content);
  std::memcpy(fatbin.data(), &magic, 4);
  std::memcpy(fatbin.data() + 4, version_and_size, 4);
  std::memcpy(fatbin.data() + 8, &content, 8);
  return fatbin;
}

struct CudaOpening {
  int32_t status = LIG_OK;
  ContextOwner context;
};

// The fatbin is gone when this returns, as the library has a copy.
inline CudaOpening open_cuda(int32_t device) {
  lig_context* context = nullptr;
  const std::vector<char> fatbin = any_fatbin();
  const int32_t status = lig_cuda_context_create(&context, device, fatbin.data(), static_cast<int64_t>(fatbin.size()));
  CHECK((status == LIG_OK) == (context != nullptr), "status %d and a context at %p", status,
        static_cast<void*>(context));
  return {status, ContextOwner(context)};
}

class CudaMemory {
 public:
  explicit CudaMemory(lig_cuda_memory* memory) : memory_(memory) {}
  CudaMemory(lig_context* context, int64_t bytes) {
    check_ok(lig_cuda_memory_create(context, &memory_, bytes), "lig_cuda_memory_create");
  }
  ~CudaMemory() { lig_cuda_memory_destroy(memory_); }
  CudaMemory(const CudaMemory&) = delete;
  CudaMemory& operator=(const CudaMemory&) = delete;

  lig_cuda_memory* get() const { return memory_; }
  int64_t address() const { return lig_cuda_memory_address(memory_); }
  void* at(int64_t bytes) const { return reinterpret_cast<void*>(static_cast<uintptr_t>(address() + bytes)); }

 private:
  lig_cuda_memory* memory_ = nullptr;
};

}  // namespace ligature_test
