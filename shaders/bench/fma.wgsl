// Takes n vectors through rounds of eight x = x a + b, each of the vector's four values a chain of its own: what arithmetic can do, as a
// ceiling for the neuron update. Whether a driver fuses the two is its own affair. Twin: src/twins/bench/fma.ts.
struct Size {
  n: u32,
  rounds: u32,
}

@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> factors: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> terms: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> values: array<vec4<f32>>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 256u + lane;
  if (i < size.n) {
    let a = factors[i];
    let b = terms[i];
    var x = values[i];
    for (var round = 0u; round < size.rounds; round++) {
      x = fma(x, a, b);
      x = fma(x, a, b);
      x = fma(x, a, b);
      x = fma(x, a, b);
      x = fma(x, a, b);
      x = fma(x, a, b);
      x = fma(x, a, b);
      x = fma(x, a, b);
    }
    values[i] = x;
  }
}
