// A stage of Runge and Kutta's fourth-order step of weights along their slopes. Twin: src/twins/local/deep_linear_stage.ts.

struct Shape {
  count: u32,
  part: u32,    // 0 to 3
  step: f32,    // dt / tau
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> slope: array<f32>;            // at trial
@group(0) @binding(2) var<storage, read_write> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> trial: array<f32>;      // where the next slope is taken
@group(0) @binding(4) var<storage, read_write> total: array<f32>;      // of slopes so far

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count) { return; }
  let own = slope[i];
  var next = weights[i];
  switch shape.part {
    case 0u: {
      total[i] = own;
      next += 0.5 * shape.step * own;
    }
    case 1u: {
      total[i] += 2.0 * own;
      next += 0.5 * shape.step * own;
    }
    case 2u: {
      total[i] += 2.0 * own;
      next += shape.step * own;
    }
    default: {
      next += shape.step / 6.0 * (total[i] + own);
      weights[i] = next;
    }
  }
  trial[i] = next;
}
