// One step of a batch of LSTM cells, a thread a unit: from the sums at its gates. Twin: src/twins/cell/lstm_step.ts.
#import "lib/lstm"

struct Shape {
  batch: u32,
  units: u32,
  step: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> live: array<f32>;           // steps x batch: 0 where a sequence is over
@group(0) @binding(2) var<storage, read> sums: array<f32>;           // steps x batch x 4 units: input gate, forget gate, cell, output gate
@group(0) @binding(3) var<storage, read_write> cells: array<f32>;    // (1 + steps) x batch x units: before the first step, then after each
@group(0) @binding(4) var<storage, read_write> states: array<f32>;   // the same
@group(0) @binding(5) var<storage, read_write> gates: array<f32>;    // as sums: what became of them

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.units) { return; }
  let b = i / shape.units;
  let j = i % shape.units;
  let row = shape.step * shape.batch + b;
  let at = 4u * row * shape.units + j;
  let now = shape.step * shape.batch * shape.units + i;
  let next = now + shape.batch * shape.units;
  let s = lstm_step(live[row], sums[at], sums[at + shape.units], sums[at + 2u * shape.units], sums[at + 3u * shape.units], cells[now], states[now]);
  gates[at] = s.i;
  gates[at + shape.units] = s.f;
  gates[at + 2u * shape.units] = s.g;
  gates[at + 3u * shape.units] = s.o;
  cells[next] = s.cell;
  states[next] = s.state;
}
