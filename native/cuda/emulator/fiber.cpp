#include "fiber.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#define LIG_OWN_SWITCH
#else
#include <ucontext.h>
#endif
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

#ifdef LIG_OWN_SWITCH
// Saves what a call must keep on the stack and its end in *from, and goes on where `to` was saved. swapcontext does the
// same with two system calls, which would be most of the time of a run.
extern "C" void ligature_switch_stack(void** from, void* to);
#if defined(__x86_64__)
asm(R"(
.text
.globl ligature_switch_stack
.hidden ligature_switch_stack
.type ligature_switch_stack, @function
ligature_switch_stack:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size ligature_switch_stack, .-ligature_switch_stack
)");
#else
asm(R"(
.text
.globl ligature_switch_stack
.hidden ligature_switch_stack
.type ligature_switch_stack, %function
ligature_switch_stack:
  sub sp, sp, #160
  stp x19, x20, [sp, #0]
  stp x21, x22, [sp, #16]
  stp x23, x24, [sp, #32]
  stp x25, x26, [sp, #48]
  stp x27, x28, [sp, #64]
  stp x29, x30, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  mov x9, sp
  str x9, [x0]
  mov sp, x1
  ldp x19, x20, [sp, #0]
  ldp x21, x22, [sp, #16]
  ldp x23, x24, [sp, #32]
  ldp x25, x26, [sp, #48]
  ldp x27, x28, [sp, #64]
  ldp x29, x30, [sp, #80]
  ldp d8, d9, [sp, #96]
  ldp d10, d11, [sp, #112]
  ldp d12, d13, [sp, #128]
  ldp d14, d15, [sp, #144]
  add sp, sp, #160
  ret
.size ligature_switch_stack, .-ligature_switch_stack
)");
#endif
#endif

namespace ligature::emulator {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr size_t kStackBytes = 256 << 10;  // frames are larger where their variables are watched
#else
constexpr size_t kStackBytes = 64 << 10;
#endif
constexpr size_t kGuardBytes = 256;
constexpr char kGuard = 0x5a;

// A new stack has nobody to ask what it is for.
thread_local Fiber* entering = nullptr;

}  // namespace

void enter_fiber() { Fiber::enter(entering); }

struct Fiber::Context {
#ifdef LIG_OWN_SWITCH
  void* stack_end = nullptr;
#else
  ucontext_t context;
#endif
  // Known to ASan only.
  const void* bottom = nullptr;
  size_t size = 0;

  void switch_to(Context& to) {
#if defined(__SANITIZE_ADDRESS__)
    void* fake_stack = nullptr;
    __sanitizer_start_switch_fiber(&fake_stack, to.bottom, to.size);
#endif
#ifdef LIG_OWN_SWITCH
    ligature_switch_stack(&stack_end, to.stack_end);
#else
    swapcontext(&context, &to.context);
#endif
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
#endif
  }
};

Fiber::Fiber()
    : stack_(new char[kStackBytes]), own_(std::make_unique<Context>()), resumer_(std::make_unique<Context>()) {
  std::memset(stack_.get(), kGuard, kGuardBytes);
}

Fiber::~Fiber() = default;

void Fiber::enter(Fiber* fiber) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(nullptr, &fiber->resumer_->bottom, &fiber->resumer_->size);
#endif
  fiber->body_(fiber->argument_);
  fiber->done_ = true;
  fiber->pause();
  std::abort();  // a body that ended is not resumed
}

void Fiber::start(void (*body)(void*), void* argument) {
  body_ = body;
  argument_ = argument;
  done_ = false;
#if defined(__SANITIZE_ADDRESS__)
  // A body that was given up left its frames' red zones behind.
  __asan_unpoison_memory_region(stack_.get(), kStackBytes);
#endif
  own_->bottom = stack_.get();
  own_->size = kStackBytes;
#ifdef LIG_OWN_SWITCH
  auto* top = reinterpret_cast<uintptr_t*>(reinterpret_cast<uintptr_t>(stack_.get() + kStackBytes) & ~uintptr_t{63});
#if defined(__x86_64__)
  constexpr int kWords = 8;  // six registers, where to return to, and a return address for that
  constexpr int kEntry = 6;
#else
  constexpr int kWords = 20;  // x19 to x30 and d8 to d15
  constexpr int kEntry = 11;  // x30
#endif
  uintptr_t* words = top - kWords;
  std::fill(words, top, uintptr_t{0});
  words[kEntry] = reinterpret_cast<uintptr_t>(&enter_fiber);
  own_->stack_end = words;
#else
  getcontext(&own_->context);
  own_->context.uc_stack.ss_sp = stack_.get();
  own_->context.uc_stack.ss_size = kStackBytes;
  own_->context.uc_link = nullptr;
  makecontext(&own_->context, enter_fiber, 0);
#endif
}

void Fiber::resume() {
  entering = this;
  resumer_->switch_to(*own_);
}

void Fiber::pause() { own_->switch_to(*resumer_); }

bool Fiber::overflowed() const {
  return !std::all_of(stack_.get(), stack_.get() + kGuardBytes, [](char c) { return c == kGuard; });
}

}  // namespace ligature::emulator
