// An activation of some numbers: one step of a backbone's layer. Twin: src/twins/cell/activate.ts.
#import "lib/activation"

struct Shape {
  count: u32,
  first: u32,   // of sums and outputs
  kind: u32,    // as lib/activation numbers them
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> sums: array<f32>;
@group(0) @binding(2) var<storage, read_write> outputs: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  let at = shape.first + i;
  outputs[at] = activated(shape.kind, sums[at]);
}
