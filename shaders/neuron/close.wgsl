// Closes a window that the resident kernel did: only when all its workgroups are done is the queue's length known.
// Twin: src/twins/neuron/close.ts.
#import "lib/close"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<storage, read_write> control: array<atomic<u32>>;

@compute @workgroup_size(1)
fn main() {
  let first_step = atomicLoad(&control[run.steps_at + window.index]);
  close_window(first_step, atomicLoad(&control[run.tails_at + window.index]), atomicLoad(&control[0]));
}
