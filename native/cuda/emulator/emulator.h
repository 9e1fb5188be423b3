// Runs a CUDA kernel's own source on the CPU, with one fiber for each CUDA thread, as an adversary would.
//
// - Which warp runs next is random, and so are the order of its lanes and the order of the blocks: a missing barrier
//   shows.
// - What cp.async copies is poison until the thread waits for it, or at random lands at once.
// - Shared memory is poison at the start. The poison is 0xff, a NaN in every dtype.
// - What the machine would not define is an error with a text: a warp operation that some lanes skip, a barrier that
//   some threads skip, an address that is not aligned or not in shared memory, a copy that nobody waited for.
//
// It has no notion of time, of bank conflicts or of the memory model: whatever makes lanes wait for one another orders
// what they read and write, also an exchange, which a device does not promise. Those need a device.
#pragma once
#include <cstdint>
#include <functional>
#include <stdexcept>

namespace ligature::emulator {

// What a kernel did that a device would not define. The text says where: block, thread, operation.
class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Runs every block of a grid of `blocks`, each of `threads` threads with `shared_bytes` of shared memory. Throws a
// Fault.
void run_grid(const std::function<void()>& kernel, uint32_t blocks, uint32_t threads, uint32_t shared_bytes,
              uint64_t seed);

// ---- What the host bodies of the primitives are made of. Called by a kernel, in its fiber.

constexpr int kWarp = 32;

uint32_t thread_index();
uint32_t block_index();
uint32_t num_blocks();
void* shared_memory();

void sync_block();

// Every lane of a warp calls it with the same operation; the last one performs it on what all lanes gave.
void warp_operation(const char* name, int variant, void* mine, void (*perform)(void* const* lanes));

// 4 or 16 bytes, or as many zeros: then `from` is not read.
void copy_async(void* to, const void* from, uint32_t bytes, bool zeros);
void commit_copies();
// Until at most `groups` of the thread's groups are under way.
void wait_copies(int groups);

// Throws unless all bytes lie in shared memory and the address is a multiple of `bytes`.
void check_shared(const char* what, const void* at, uint32_t bytes);

}  // namespace ligature::emulator
