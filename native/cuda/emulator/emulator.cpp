#include "emulator.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "fiber.h"

namespace ligature::emulator {
namespace {

constexpr int kPoison = 0xff;

struct Copy {
  void* to;
  const void* from;
  uint32_t bytes;
  bool zeros;

  void land() const {
    if (zeros) {
      std::memset(to, 0, bytes);
    } else {
      std::memcpy(to, from, bytes);
    }
  }
};

// What a thread waits for: a counter to move on.
struct Wait {
  const char* what = nullptr;
  const uint64_t* counter = nullptr;
  uint64_t seen = 0;

  bool over() const { return counter == nullptr || *counter != seen; }
};

struct Thread {
  Fiber fiber;
  Wait wait;
  std::vector<Copy> open;
  std::vector<std::vector<Copy>> groups;
};

struct Warp {
  void* lanes[kWarp] = {};
  const char* name = nullptr;
  int variant = 0;
  int count = 0;
  uint64_t performed = 0;
};

class Block;
thread_local Block* current = nullptr;

class Block {
 public:
  Block(const std::function<void()>& kernel, uint32_t blocks, uint32_t threads, uint32_t shared_bytes, uint64_t seed)
      : kernel_(kernel),
        num_blocks_(blocks),
        shared_bytes_(shared_bytes),
        shared_storage_(shared_bytes + kSharedAlignment),
        random_(seed),
        threads_(threads),
        warps_(threads / kWarp),
        order_(threads / kWarp) {
    void* start = shared_storage_.data();
    size_t space = shared_storage_.size();
    shared_ = static_cast<char*>(std::align(kSharedAlignment, shared_bytes, start, space));
    std::iota(order_.begin(), order_.end(), 0);
    for (size_t i = 0; i < threads_.size(); ++i) starts_.push_back({this, static_cast<uint32_t>(i)});
  }

  void run(uint32_t index) {
    index_ = index;
    live_ = static_cast<uint32_t>(threads_.size());
    error_ = nullptr;
    at_barrier_ = 0;
    // Copies of a block are early, late or mixed, as one that is always late hides a buffer that is refilled too soon.
    early_copies_ = std::uniform_int_distribution<int>(0, 2)(random_);
    for (Warp& warp : warps_) warp.count = 0;
    std::memset(shared_, kPoison, shared_bytes_);
    for (size_t i = 0; i < threads_.size(); ++i) {
      threads_[i].wait = {};
      threads_[i].open.clear();
      threads_[i].groups.clear();
      threads_[i].fiber.start(&Block::enter, &starts_[i]);
    }
    current = this;
    while (live_ > 0 && error_ == nullptr) step();
    current = nullptr;
    if (error_ != nullptr) std::rethrow_exception(error_);
    for (const Thread& thread : threads_) {
      if (thread.fiber.overflowed()) throw Fault("a thread's stack is too small");
    }
  }

  uint32_t thread() const { return thread_; }
  uint32_t index() const { return index_; }
  uint32_t num_blocks() const { return num_blocks_; }
  void* shared() const { return shared_; }

  [[noreturn]] void fault(const std::string& text) const {
    throw Fault("block " + std::to_string(index_) + ", thread " + std::to_string(thread_) + ": " + text);
  }

  void sync() {
    if (live_ != threads_.size()) fault("a barrier that " + std::to_string(threads_.size() - live_) + " threads skip");
    if (++at_barrier_ == threads_.size()) {
      at_barrier_ = 0;
      ++barriers_;
    } else {
      pause({"a barrier", &barriers_, barriers_});
    }
  }

  void warp_operation(const char* name, int variant, void* mine, void (*perform)(void* const*)) {
    Warp& warp = warps_[thread_ / kWarp];
    if (warp.count > 0 && (warp.name != name || warp.variant != variant)) {
      fault(std::string(name) + " " + std::to_string(variant) + " while other lanes are at " + warp.name + " " +
            std::to_string(warp.variant));
    }
    warp.name = name;
    warp.variant = variant;
    warp.lanes[thread_ % kWarp] = mine;
    if (++warp.count == kWarp) {
      warp.count = 0;
      ++warp.performed;
      perform(warp.lanes);
    } else {
      pause({name, &warp.performed, warp.performed});
    }
  }

  void copy_async(const Copy& copy) {
    std::memset(copy.to, kPoison, copy.bytes);
    const bool early = early_copies_ == 2 || (early_copies_ == 1 && (random_() & 1) != 0);
    // An early one lands again when it is waited for, which changes nothing unless somebody wrote there meanwhile.
    if (early) copy.land();
    threads_[thread_].open.push_back(copy);
  }

  void commit_copies() {
    Thread& thread = threads_[thread_];
    thread.groups.push_back(std::move(thread.open));
    thread.open.clear();
  }

  void wait_copies(int groups) {
    std::vector<std::vector<Copy>>& under_way = threads_[thread_].groups;
    while (under_way.size() > static_cast<size_t>(groups)) {
      for (const Copy& copy : under_way.front()) copy.land();
      under_way.erase(under_way.begin());
    }
  }

  void check_shared(const char* what, const void* at, uint32_t bytes) const {
    const auto address = reinterpret_cast<uintptr_t>(at);
    const auto begin = reinterpret_cast<uintptr_t>(shared_);
    if (address % bytes != 0)
      fault(std::string(what) + ": shared address is not a multiple of " + std::to_string(bytes));
    if (address < begin || address + bytes > begin + shared_bytes_) {
      fault(std::string(what) + ": byte " + std::to_string(static_cast<int64_t>(address - begin)) + " of " +
            std::to_string(shared_bytes_) + " of shared memory");
    }
  }

 private:
  static constexpr size_t kSharedAlignment = 1024;

  struct Start {
    Block* block;
    uint32_t thread;
  };

  // The body of a fiber. Nothing may be thrown past it.
  static void enter(void* start) {
    Block* block = static_cast<Start*>(start)->block;
    try {
      block->kernel_();
      const Thread& thread = block->threads_[block->thread_];
      for (const std::vector<Copy>& group : thread.groups) {
        if (!group.empty()) block->fault("ends with copies under way");
      }
      if (!thread.open.empty()) block->fault("ends with copies that were not committed");
      if (block->at_barrier_ > 0) {
        block->fault("ends while " + std::to_string(block->at_barrier_) + " threads wait at a barrier");
      }
    } catch (...) {
      block->error_ = std::current_exception();
    }
    --block->live_;
  }

  void pause(const Wait& wait) {
    Thread& thread = threads_[thread_];
    thread.wait = wait;
    thread.fiber.pause();
    thread.wait = {};
  }

  // One turn of the first warp in order that can go on. The order changes now and then, so that for a while one warp
  // runs as far ahead of another as barriers let it.
  void step() {
    if ((random_() & 7) == 0) std::shuffle(order_.begin(), order_.end(), random_);
    for (uint32_t warp : order_) {
      if (turn(warp) || error_ != nullptr) return;
    }
    std::string text = "nothing can go on: of " + std::to_string(live_) + " threads";
    for (size_t i = 0; i < threads_.size(); ++i) {
      if (threads_[i].fiber.done()) continue;
      throw Fault("block " + std::to_string(index_) + ": " + text + ", thread " + std::to_string(i) + " waits in " +
                  threads_[i].wait.what + " for others of its warp or block");
    }
  }

  bool turn(uint32_t warp) {
    bool ran = false;
    const uint64_t draw = random_();
    for (uint32_t i = 0; i < kWarp && error_ == nullptr; ++i) {
      const uint32_t lane = static_cast<uint32_t>((draw & 32) != 0 ? draw - i : draw + i) % kWarp;
      Thread& thread = threads_[warp * kWarp + lane];
      if (thread.fiber.done() || !thread.wait.over()) continue;
      thread_ = warp * kWarp + lane;
      thread.fiber.resume();
      ran = true;
    }
    return ran;
  }

  const std::function<void()>& kernel_;
  uint32_t num_blocks_;
  uint32_t shared_bytes_;
  std::vector<char> shared_storage_;
  char* shared_;
  std::mt19937_64 random_;
  std::vector<Thread> threads_;
  std::vector<Warp> warps_;
  std::vector<uint32_t> order_;
  std::vector<Start> starts_;
  std::exception_ptr error_;
  uint32_t index_ = 0;
  uint32_t thread_ = 0;
  uint32_t live_ = 0;
  uint32_t at_barrier_ = 0;
  uint64_t barriers_ = 0;
  int early_copies_ = 0;
};

}  // namespace

void run_grid(const std::function<void()>& kernel, uint32_t blocks, uint32_t threads, uint32_t shared_bytes,
              uint64_t seed) {
  if (threads == 0 || threads % kWarp != 0) throw Fault("threads must be whole warps: " + std::to_string(threads));
  std::mt19937_64 random(seed);
  std::vector<uint32_t> order(blocks);
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), random);
  Block block(kernel, blocks, threads, shared_bytes, random());
  for (uint32_t index : order) block.run(index);
}

uint32_t thread_index() { return current->thread(); }
uint32_t block_index() { return current->index(); }
uint32_t num_blocks() { return current->num_blocks(); }
void* shared_memory() { return current->shared(); }
void sync_block() { current->sync(); }

void warp_operation(const char* name, int variant, void* mine, void (*perform)(void* const* lanes)) {
  current->warp_operation(name, variant, mine, perform);
}

void copy_async(void* to, const void* from, uint32_t bytes, bool zeros) {
  check_shared("cp.async", to, bytes);
  if (reinterpret_cast<uintptr_t>(from) % bytes != 0) {
    current->fault("cp.async: global address is not a multiple of " + std::to_string(bytes));
  }
  current->copy_async({to, from, bytes, zeros});
}

void commit_copies() { current->commit_copies(); }
void wait_copies(int groups) { current->wait_copies(groups); }

void check_shared(const char* what, const void* at, uint32_t bytes) { current->check_shared(what, at, bytes); }

}  // namespace ligature::emulator
