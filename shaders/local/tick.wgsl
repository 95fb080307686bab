// A step is done. Twin: src/twins/local/tick.ts.

struct Shape {
  steps: u32,   // to move on by
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read_write> clock: array<u32>;

@compute @workgroup_size(1)
fn main() {
  clock[0] += shape.steps;
}
