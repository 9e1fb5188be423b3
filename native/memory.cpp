#include "memory.h"

#include <cstdlib>
#include <cstring>
#include <limits>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

#include "../include/ligature.h"
#include "failure.h"

namespace ligature {
namespace {

// What stands just before the memory of a block, to give it back by.
struct Block {
  void* base;
  size_t mapped;  // bytes; 0 where base is calloc's
};

// The first multiple of `alignment` after `base` that leaves room for a Block.
char* place(void* base, uintptr_t alignment) {
  char* at = static_cast<char*>(base) + sizeof(Block);
  return at + (alignment - reinterpret_cast<uintptr_t>(at) % alignment) % alignment;
}

void* begin_at(char* at, const Block& block) {
  std::memcpy(at - sizeof(Block), &block, sizeof(Block));
  return at;
}

// calloc, because the system's fresh pages are zero already and need not be touched.
constexpr size_t kAlignment = 64;

void* create_small(size_t bytes) {
  void* base = std::calloc(1, bytes + sizeof(Block) + kAlignment);
  return base == nullptr ? nullptr : begin_at(place(base, kAlignment), {base, 0});
}

#if defined(__linux__)

// Rows picked here and there lie each on a page of its own, and of pages of 4 KiB the processor keeps too few addresses
// at hand. The kernel gives huge ones where it is asked; a block of less than a few would not gain.
constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kLarge = 2 * kHugePage;

// The page of the Block is all that stays of what is before the memory: it must not become a huge page itself.
void* create_large(size_t bytes) {
  const size_t mapped = bytes + kHugePage + sizeof(Block);
  void* base = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) return nullptr;
  char* at = place(base, kHugePage);
  char* first = at - sysconf(_SC_PAGESIZE);
  const auto unused = static_cast<size_t>(first - static_cast<char*>(base));
  if (unused > 0) munmap(base, unused);
  madvise(at, bytes, MADV_HUGEPAGE);  // where the kernel knows none, pages stay small
  return begin_at(at, {first, mapped - unused});
}

void destroy_large(const Block& block) { munmap(block.base, block.mapped); }

#else

constexpr size_t kHugePage = 0;
constexpr size_t kLarge = std::numeric_limits<size_t>::max();

void* create_large(size_t) { return nullptr; }
void destroy_large(const Block&) {}

#endif

}  // namespace

void* create_memory(int64_t bytes) {
  constexpr size_t kMost = std::numeric_limits<size_t>::max() / 2 - kHugePage - kAlignment - sizeof(Block);
  if (static_cast<uint64_t>(bytes) > kMost) {
    fail(LIG_OUT_OF_MEMORY, "bytes=", bytes, " is more than memory can hold");
  }
  const auto size = static_cast<size_t>(bytes);
  void* memory = size < kLarge ? create_small(size) : create_large(size);
  if (memory == nullptr) fail(LIG_OUT_OF_MEMORY, "no memory for bytes=", bytes);
  return memory;
}

void destroy_memory(void* memory) noexcept {
  if (memory == nullptr) return;
  Block block;
  std::memcpy(&block, static_cast<char*>(memory) - sizeof(Block), sizeof(Block));
  if (block.mapped == 0) {
    std::free(block.base);
  } else {
    destroy_large(block);
  }
}

}  // namespace ligature
