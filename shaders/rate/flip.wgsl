// A product's result, unit by unit, into rows, vector by vector. Twin: src/twins/rate/flip.ts.
struct Shape {
  matrices: u32,
  vectors: u32,
  units: u32,
  stride: u32,   // elements of a row
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> columns: array<f32>;        // matrices x units x vectors
@group(0) @binding(2) var<storage, read_write> rows: array<f32>;     // matrices x vectors x stride

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.matrices * shape.vectors * shape.units) { return; }
  let unit = i % shape.units;
  let row = i / shape.units;
  rows[row * shape.stride + unit] = columns[(row / shape.vectors * shape.units + unit) * shape.vectors + row % shape.vectors];
}
