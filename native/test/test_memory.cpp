// Memory of all sizes is aligned, zero and writable to its end; on Linux much of it comes untouched, on huge pages.
#include <cinttypes>
#include <cstdio>
#include <cstring>

#include "check.h"
#include "engines.h"

namespace ligature_test {
namespace {

constexpr int64_t kMegabyte = 1 << 20;

struct DestroyMemory {
  void operator()(char* memory) const { lig_memory_destroy(memory); }
};
using MemoryOwner = std::unique_ptr<char, DestroyMemory>;

MemoryOwner open_memory(int64_t bytes) {
  void* memory = nullptr;
  check_ok(lig_memory_create(&memory, bytes), "lig_memory_create");
  return MemoryOwner(static_cast<char*>(memory));
}

void sizes(Random& random) {
  for (int64_t bytes : {int64_t{0}, int64_t{1}, int64_t{64}, random.below(5000), 4 * kMegabyte - 1, 4 * kMegabyte,
                        4 * kMegabyte + 1, random.below(30 * kMegabyte)}) {
    const MemoryOwner memory = open_memory(bytes);
    CHECK(memory != nullptr && lig_address(memory.get()) % 64 == 0, "%p is not aligned",
          static_cast<void*>(memory.get()));
    int64_t zeros = 0;
    for (int64_t i = 0; i < bytes; ++i) zeros += memory.get()[i] == 0;
    CHECK(zeros == bytes, "%" PRId64 " of %" PRId64 " bytes are 0", zeros, bytes);
    std::memset(memory.get(), 1, static_cast<size_t>(bytes));
  }
}

// What Linux says of the mapping that holds an address: kilobytes in use, and its flags; empty where it does not say.
struct Mapping {
  int64_t resident = 0;
  std::string flags;
};

Mapping mapping_of(const void* memory) {
  Mapping mapping;
  FILE* file = std::fopen("/proc/self/smaps", "r");
  if (file == nullptr) return mapping;
  const auto at = static_cast<uint64_t>(lig_address(memory));
  bool inside = false;
  char line[512];
  while (std::fgets(line, sizeof line, file) != nullptr) {
    uint64_t begin, end;
    if (std::sscanf(line, "%" SCNx64 "-%" SCNx64 " ", &begin, &end) == 2) inside = begin <= at && at < end;
    if (!inside) continue;
    std::sscanf(line, "Rss: %" SCNd64, &mapping.resident);
    if (std::strncmp(line, "VmFlags:", 8) == 0) mapping.flags = line + 8;
  }
  std::fclose(file);
  return mapping;
}

void huge_pages() {
  FILE* setting = std::fopen("/sys/kernel/mm/transparent_hugepage/enabled", "r");
  if (setting != nullptr) std::fclose(setting);
  MemoryOwner memory = open_memory(300 * kMegabyte);
  const Mapping mapping = mapping_of(memory.get());
  if (setting == nullptr || mapping.flags.empty()) {
    std::printf("huge pages: SKIPPED, this system has none or does not tell\n");
    return;
  }
  CHECK(mapping.flags.find(" hg") != std::string::npos, "huge pages are not asked for:%s", mapping.flags.c_str());
  CHECK(mapping.resident == 0, "%" PRId64 " kB were touched", mapping.resident);
  CHECK(lig_address(memory.get()) % (2 * kMegabyte) == 0, "%p begins no huge page", static_cast<void*>(memory.get()));
  const char* at = memory.get();
  memory.get()[300 * kMegabyte - 1] = 1;
  CHECK(mapping_of(at).resident > 0, "what is in use is not read rightly");
  memory.reset();
  CHECK(mapping_of(at).flags.empty(), "the memory was not given back");
}

}  // namespace

void test_memory(Random& random) {
  sizes(random);
  huge_pages();
}

}  // namespace ligature_test
