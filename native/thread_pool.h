// A pool that runs one loop at a time on a fixed number of threads, the calling thread among them.
//
// Items are handed out one by one by an atomic counter, so a slow thread takes fewer. Every item owns what it
// writes: results cannot depend on who ran what. Workers block at rest. A worker that wakes too late finds the
// loop closed and goes back to sleep: nobody waits for it.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace ligature {

class ThreadPool {
 public:
  // Owns num_threads - 1 threads. LIG_OUT_OF_MEMORY where the system gives no more.
  explicit ThreadPool(int32_t num_threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int32_t num_threads() const { return static_cast<int32_t>(workers_.size()) + 1; }

  // Calls body(item, worker) once for each item of [0, count) and returns when all are done. `worker` is in
  // [0, num_threads()) and no two calls with the same one overlap within a run. `body` must not throw.
  // Where the pool is busy with another thread's loop, the caller runs its own loop alone.
  template <class Body>
  void run(int64_t count, Body&& body) {
    run(count, {[](void* state, int64_t item, int32_t worker) { (*static_cast<Body*>(state))(item, worker); }, &body});
  }

 private:
  struct Call {
    void (*function)(void* state, int64_t item, int32_t worker);
    void* state;
  };
  struct Loop {
    Call call;
    int64_t count;
    alignas(64) std::atomic<int64_t> next{0};
  };

  void run(int64_t count, Call call);
  void work(int32_t worker);
  void stop();
  static void take_items(Loop& loop, int32_t worker);

  std::mutex busy_;  // held by the thread whose loop the workers run
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  Loop* loop_ = nullptr;  // guarded by mutex_, as are the three below
  int64_t open_places_ = 0;
  int32_t running_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace ligature
