// Tangent vectors of rate networks, row by row behind each network's state, into the layout of the QR decomposition, or back. Twin: src/twins/rate/turn.ts.
struct Shape {
  networks: u32,
  vectors: u32,   // rows of a network: its state, then its tangents
  stride: u32,    // elements of a row
  units: u32,
  back: u32,      // 1: into the rows
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read_write> state: array<f32>;         // networks x vectors x stride
@group(0) @binding(2) var<storage, read_write> tangents: array<f32>;      // units x (vectors - 1) x networks

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let count = shape.vectors - 1u;
  if (i >= shape.networks * count * shape.units) { return; }
  let unit = i % shape.units;
  let vector = i / shape.units % count;
  let network = i / shape.units / count;
  let row = (network * shape.vectors + 1u + vector) * shape.stride + unit;
  let column = (unit * count + vector) * shape.networks + network;
  if (shape.back == 0u) { tangents[column] = state[row]; }
  else { state[row] = tangents[column]; }
}
