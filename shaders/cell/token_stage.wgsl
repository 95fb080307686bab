// A stage of Runge and Kutta's fourth-order step for tokens: dx/dt = mu x h, h the scan over the tokens before. Twin: src/twins/cell/token_stage.ts.

struct Shape {
  tokens: u32,
  systems: u32,
  part: u32,        // 0 to 3
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> mu: array<f32>;               // one a system
@group(0) @binding(2) var<storage, read> s: array<f32>;                // one a system
@group(0) @binding(3) var<storage, read> h: array<f32>;                // tokens x systems, as all below
@group(0) @binding(4) var<storage, read> clock: array<f32>;            // times, steps ...: 3 x systems
@group(0) @binding(5) var<storage, read_write> x: array<f32>;
@group(0) @binding(6) var<storage, read_write> trial: array<f32>;      // where the next slope is taken
@group(0) @binding(7) var<storage, read_write> total: array<f32>;      // of slopes so far
@group(0) @binding(8) var<storage, read_write> delta: array<f32>;      // s times trial

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.tokens * shape.systems) { return; }
  let system = i % shape.systems;
  let step = clock[shape.systems + system];
  // Done, or blown up: slopes may be anything.
  if (step == 0.0) { return; }
  let slope = mu[system] * trial[i] * h[i];
  var next = x[i];
  switch shape.part {
    case 0u: {
      total[i] = slope;
      next += 0.5 * step * slope;
    }
    case 1u: {
      total[i] += 2.0 * slope;
      next += 0.5 * step * slope;
    }
    case 2u: {
      total[i] += 2.0 * slope;
      next += step * slope;
    }
    default: {
      next += step / 6.0 * (total[i] + slope);
      x[i] = next;
    }
  }
  trial[i] = next;
  delta[i] = s[system] * next;
}
