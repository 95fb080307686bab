// Heun's method for tau u' = -u + rest + drive + input, drive being the convolved firing rates. Part 0 makes the trial step, part 1 the mean of
// both slopes; either ends with the firing rates of what it made. Part 2 makes those of u alone. Twin: src/twins/field/amari.ts.

struct Shape {
  count: u32,
  part: u32,
  forced: u32,      // 1: there is an input
  heaviside: u32,   // 1: rate is a step, else a sigmoid
  share: f32,       // dt / tau
  rest: f32,
  threshold: f32,
  gain: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> drive: array<f32>;
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read_write> u: array<f32>;
@group(0) @binding(4) var<storage, read_write> trial: array<f32>;
@group(0) @binding(5) var<storage, read_write> change: array<f32>;   // dt times the first slope
@group(0) @binding(6) var<storage, read_write> rate: array<f32>;

fn rate_of(x: f32) -> f32 {
  if (shape.heaviside != 0u) { return select(0.0, 1.0, x > shape.threshold); }
  return 1.0 / (1.0 + exp(clamp(shape.gain * (shape.threshold - x), -80.0, 80.0)));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  var x = u[i];
  if (shape.part < 2u) {
    var goal = shape.rest + drive[i];
    if (shape.forced != 0u) { goal += input[i]; }
    if (shape.part == 0u) {
      let step = shape.share * (goal - x);
      change[i] = step;
      x += step;
      trial[i] = x;
    } else {
      x += 0.5 * (change[i] + shape.share * (goal - trial[i]));
      u[i] = x;
    }
  }
  rate[i] = rate_of(x);
}
