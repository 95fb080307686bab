// The end of a window. The kernel declares `run`, `window` and `control`. Twin: src/twins/lib/window.ts.
#import "lib/window"

// Notes where the next window begins: at the queue's length `end`, after the steps of this one. All who note it write the same.
fn close_window(first_step: u32, begin: u32, end: u32) {
  atomicStore(&control[run.tails_at + window.index + 1u], end);
  atomicStore(&control[run.steps_at + window.index + 1u], first_step + steps_of(first_step, begin));
}
