// The end of a step of ETDRK4: v = exp(L dt) v + f1 N1 + 2 f2 (N2 + N3) + f3 N4. Twin: src/twins/field/etdrk4_finish.ts.
#import "lib/etdrk4"

struct Shape {
  batch: u32,
  modes: u32,
  forced: u32,   // 1: there is an input
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> coefficients: array<vec4<f32>>;   // modes x 2
@group(0) @binding(2) var<storage, read> squares: array<vec2<f32>>;        // batch x modes, like all that follow
@group(0) @binding(3) var<storage, read> forcing: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read> first: array<vec2<f32>>;
@group(0) @binding(5) var<storage, read> second: array<vec2<f32>>;
@group(0) @binding(6) var<storage, read> third: array<vec2<f32>>;
@group(0) @binding(7) var<storage, read_write> spectrum: array<vec2<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * shape.modes) { return; }
  let w = weights_of(i % shape.modes);
  let v = spectrum[i];
  spectrum[i] = v + (w.whole * v + w.f1 * first[i] + 2.0 * w.f2 * (second[i] + third[i]) + w.f3 * slope(i, w));
}
