// Opens the gate of a field's stages in the windows that end at a multiple of the field's step and do something, and closes it in the others. The
// stages find it as a uniform (src/simulate/gated.ts). Twin: src/twins/coupling/gate.ts.
#import "lib/window"

struct Clock {
  every: u32,  // steps
}

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> clock: Clock;
@group(0) @binding(2) var<storage, read_write> gate: array<u32>;
@group(0) @binding(3) var<storage, read> control: array<u32>;

@compute @workgroup_size(1)
fn main() {
  let first = control[run.steps_at + window.index];
  let steps = steps_of(first, control[run.tails_at + window.index]);
  gate[0] = select(0u, 1u, steps != 0u && (first + steps) % clock.every == 0u);
}
