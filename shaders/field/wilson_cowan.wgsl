// Heun's method for tau u' = -u + (1 - refractory u) S(drive + input) of two populations, the channels of u; drive is their convolved activity.
// Part 0 makes the trial step, part 1 the mean of both slopes. Twin: src/twins/field/wilson_cowan.ts.

struct Shape {
  count: u32,    // values of u: batch x places x 2
  part: u32,
  forced: u32,   // 1: there is an input
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> parameters: array<vec4<f32>>;   // a population: dt / tau, refractory, gain, threshold
@group(0) @binding(2) var<storage, read> drive: array<f32>;
@group(0) @binding(3) var<storage, read> input: array<f32>;
@group(0) @binding(4) var<storage, read_write> u: array<f32>;
@group(0) @binding(5) var<storage, read_write> trial: array<f32>;
@group(0) @binding(6) var<storage, read_write> change: array<f32>;       // dt times the first slope

fn logistic(x: f32) -> f32 {
  return 1.0 / (1.0 + exp(clamp(-x, -80.0, 80.0)));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  let p = parameters[i & 1u];
  var x = drive[i];
  if (shape.forced != 0u) { x += input[i]; }
  // 0 where nothing comes in.
  let response = logistic(p.z * (x - p.w)) - logistic(-p.z * p.w);
  if (shape.part == 0u) {
    let own = u[i];
    let step = p.x * ((1.0 - p.y * own) * response - own);
    change[i] = step;
    trial[i] = own + step;
  } else {
    let own = trial[i];
    u[i] += 0.5 * (change[i] + p.x * ((1.0 - p.y * own) * response - own));
  }
}
