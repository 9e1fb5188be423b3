// A stack on which a function runs until it pauses, and from where it goes on later, all on one thread.
#pragma once
#include <cstddef>
#include <memory>

namespace ligature::emulator {

class Fiber {
 public:
  Fiber();
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // The next resume() calls body(argument) from its start, whatever ran here before. The body must not throw.
  void start(void (*body)(void*), void* argument);

  // Goes on with the body, up to its next pause() or its end.
  void resume();

  // Called by the body: back to resume().
  void pause();

  bool done() const { return done_; }

  // Whether the body used more stack than there is.
  bool overflowed() const;

 private:
  struct Context;
  static void enter(Fiber* fiber);
  friend void enter_fiber();

  std::unique_ptr<char[]> stack_;
  std::unique_ptr<Context> own_;
  std::unique_ptr<Context> resumer_;
  void (*body_)(void*) = nullptr;
  void* argument_ = nullptr;
  bool done_ = true;
};

}  // namespace ligature::emulator
