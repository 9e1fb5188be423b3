// What the tests tell the fake driver, and ask it. Exported beside the driver's own functions.
#pragma once
#include <cstdint>

struct FakeCuda {
  // Back to the start: two devices of compute capability 9.0, no failure. What is alive stays.
  void (*reset)();

  void (*set_devices)(int32_t count, int32_t capability);  // 90 for 9.0
  void (*set_memory)(int64_t bytes);                       // all that a device has
  void (*set_wrong_probe)(bool wrong);
  void (*set_watch_frees)(bool watch);  // whether work enqueued while memory is freed is a fault; not with many threads

  // Every call of `function` gives `result`; NULL ends that. What gives something back does so all the same.
  void (*fail)(const char* function, int32_t result);

  // The same for one call of any function: the n-th from now, from 1. 0 for none.
  void (*fail_once)(int64_t n, int32_t result);

  // Which function that one was; NULL where it has not come yet.
  const char* (*failed_once)();

  int64_t (*alive)();    // contexts retained, streams, modules and blocks of memory
  int64_t (*orphans)();  // streams, modules and blocks left when their context went
  int64_t (*pending)();  // what is enqueued and not done
  int64_t (*pushed)();   // contexts that this thread has pushed and not popped

  // The first misuse that a driver would not forgive, or NULL.
  const char* (*fault)();
};

// const FakeCuda* fake_cuda(): by its name, from the library.
using FakeCudaFunction = const FakeCuda*();
