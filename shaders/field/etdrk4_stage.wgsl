// One inner stage of ETDRK4 in Fourier space (Cox and Matthews 2002; coefficients: Kassam and Trefethen 2005):
// stage = exp(L dt / 2) base + q (N, or 2 N - N of the first stage). N is kept. Twin: src/twins/field/etdrk4_stage.ts.
#import "lib/etdrk4"

struct Shape {
  batch: u32,
  modes: u32,
  forced: u32,   // 1: there is an input
  last: u32,     // 1: the third stage, with 2 N - first
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> coefficients: array<vec4<f32>>;   // modes x 2
@group(0) @binding(2) var<storage, read> base: array<vec2<f32>>;           // batch x modes, like all that follow
@group(0) @binding(3) var<storage, read> squares: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read> forcing: array<vec2<f32>>;
@group(0) @binding(5) var<storage, read> first: array<vec2<f32>>;
@group(0) @binding(6) var<storage, read_write> kept: array<vec2<f32>>;
@group(0) @binding(7) var<storage, read_write> stage: array<vec2<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.modes) { return; }
  let w = weights_of(i % shape.modes);
  let n = slope(i, w);
  kept[i] = n;
  var push = n;
  if (shape.last != 0u) { push = 2.0 * n - first[i]; }
  stage[i] = base[i] + (w.half * base[i] + w.q * push);
}
