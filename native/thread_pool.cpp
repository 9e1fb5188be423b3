#include "thread_pool.h"

#include <algorithm>
#include <system_error>

#include "failure.h"

namespace ligature {

ThreadPool::ThreadPool(int32_t num_threads) {
  workers_.reserve(num_threads - 1);
  for (int32_t worker = 1; worker < num_threads; ++worker) {
    try {
      workers_.emplace_back([this, worker] { work(worker); });
    } catch (const std::system_error& error) {
      stop();
      fail(LIG_OUT_OF_MEMORY, "num_threads=", num_threads, ": the system gave only ", worker, " threads (",
           error.what(), ")");
    }
  }
}

ThreadPool::~ThreadPool() { stop(); }

void ThreadPool::stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::take_items(Loop& loop, int32_t worker) {
  for (int64_t item; (item = loop.next.fetch_add(1, std::memory_order_relaxed)) < loop.count;) {
    loop.call.function(loop.call.state, item, worker);
  }
}

void ThreadPool::run(int64_t count, Call call) {
  if (count <= 0) return;
  std::unique_lock<std::mutex> busy(busy_, std::defer_lock);
  if (count == 1 || workers_.empty() || !busy.try_lock()) {
    for (int64_t item = 0; item < count; ++item) call.function(call.state, item, 0);
    return;
  }
  Loop loop{call, count};
  int64_t helpers = std::min<int64_t>(count - 1, static_cast<int64_t>(workers_.size()));
  {
    std::lock_guard<std::mutex> lock(mutex_);
    loop_ = &loop;
    open_places_ = helpers;
  }
  for (int64_t i = 0; i < helpers; ++i) wake_.notify_one();
  take_items(loop, 0);
  std::unique_lock<std::mutex> lock(mutex_);
  open_places_ = 0;
  done_.wait(lock, [this] { return running_ == 0; });
  loop_ = nullptr;
}

void ThreadPool::work(int32_t worker) {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || open_places_ > 0; });
    if (stopping_) return;
    --open_places_;
    ++running_;
    Loop& loop = *loop_;
    lock.unlock();
    take_items(loop, worker);
    lock.lock();
    if (--running_ == 0) done_.notify_one();
  }
}

}  // namespace ligature
