// One step of a batch of gated recurrent units, a thread a unit: from the sums at its gates. Twin: src/twins/cell/gru_step.ts.
#import "lib/gru"

struct Shape {
  batch: u32,
  units: u32,
  step: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> live: array<f32>;           // steps x batch: 0 where a sequence is over
@group(0) @binding(2) var<storage, read> sums: array<f32>;           // steps x batch x 3 units, from the input: reset, update, new state
@group(0) @binding(3) var<storage, read> recurrent: array<f32>;      // the same from the state before
@group(0) @binding(4) var<storage, read_write> states: array<f32>;   // (1 + steps) x batch x units: before the first step, then after each
@group(0) @binding(5) var<storage, read_write> gates: array<f32>;    // as sums: what became of both

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.units) { return; }
  let b = i / shape.units;
  let j = i % shape.units;
  let row = shape.step * shape.batch + b;
  let units = shape.units;
  let at = 3u * row * units + j;
  let now = shape.step * shape.batch * units + i;
  let s = gru_step(live[row], sums[at], sums[at + units], sums[at + 2u * units], recurrent[at], recurrent[at + units], recurrent[at + 2u * units], states[now]);
  gates[at] = s.r;
  gates[at + units] = s.z;
  gates[at + 2u * units] = s.n;
  states[now + shape.batch * units] = s.state;
}
