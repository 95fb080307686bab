// A matrix, each column times a number of its own ("soft gating") or as it is: a skip connection, and the way back through one. Twin: src/twins/dense/gate.ts.
struct Shape {
  rows: u32,
  columns: u32,
  gated: u32,        // 0: as it is
  gates_at: u32,     // first of the columns' numbers
  accumulate: u32,   // 1: added to what outputs hold
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> inputs: array<f32>;           // rows x columns
@group(0) @binding(2) var<storage, read> gates: array<f32>;
@group(0) @binding(3) var<storage, read_write> outputs: array<f32>;    // rows x columns

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.rows * shape.columns) { return; }
  var gate = 1.0;
  if (shape.gated != 0u) { gate = gates[shape.gates_at + i % shape.columns]; }
  let before = select(0.0, outputs[i], shape.accumulate != 0u);
  outputs[i] = before + gate * inputs[i];
}
