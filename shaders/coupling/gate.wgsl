// Says how many workgroups each stage of a field has in this window: none unless the window ends at a multiple of the field's step, and does something.
// `gate` holds three words a stage, for indirect dispatches, then each stage's number of workgroups when it is due, folded to two dimensions
// where they are many. Twin: src/twins/coupling/gate.ts.
#import "lib/window"

struct Clock {
  every: u32,   // steps
  stages: u32,
}

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> clock: Clock;
@group(0) @binding(2) var<storage, read_write> gate: array<u32>;
@group(0) @binding(3) var<storage, read> control: array<u32>;

const MOST = 65535u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= clock.stages) { return; }
  let first = control[run.steps_at + window.index];
  let steps = steps_of(first, control[run.tails_at + window.index]);
  let due = steps != 0u && (first + steps) % clock.every == 0u;
  let wanted = gate[3u * clock.stages + id.x];
  let rows = (wanted + MOST - 1u) / MOST;
  gate[3u * id.x] = select(0u, (wanted + rows - 1u) / rows, due);
  gate[3u * id.x + 1u] = select(0u, rows, due);
  gate[3u * id.x + 2u] = select(0u, 1u, due);
}
