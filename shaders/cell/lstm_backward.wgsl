// One step of a batch of LSTM cells backwards, a thread a unit: from the gradients of cell and state after the step to those of the sums at
// the gates, of the cell before it, and of the state where the sequence was over. Twin: src/twins/cell/lstm_backward.ts.
#import "lib/lstm"

struct Shape {
  batch: u32,
  units: u32,
  step: u32,
  last: u32,   // 1: nothing comes back from a later step's cell
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> live: array<f32>;               // steps x batch
@group(0) @binding(2) var<storage, read> gates: array<f32>;              // steps x batch x 4 units
@group(0) @binding(3) var<storage, read> cells: array<f32>;              // (1 + steps) x batch x units
@group(0) @binding(4) var<storage, read_write> grad_cell: array<f32>;    // batch x units
@group(0) @binding(5) var<storage, read_write> grad_state: array<f32>;   // batch x units
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;         // steps x batch x 4 units: from now on their gradients

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
  let later = select(grad_cell[i], 0.0, shape.last != 0u);
  let g = lstm_adjoint(live[row], gates[at], gates[at + shape.units], gates[at + 2u * shape.units], gates[at + 3u * shape.units],
    cells[now], cells[next], later, grad_state[i]);
  sums[at] = g.i;
  sums[at + shape.units] = g.f;
  sums[at + 2u * shape.units] = g.g;
  sums[at + 3u * shape.units] = g.o;
  grad_cell[i] = g.cell;
  grad_state[i] = g.state;
}
