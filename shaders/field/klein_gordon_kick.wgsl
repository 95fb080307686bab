// Velocities of the lattice phi'' = c^2 Lap phi - m^2 phi - 2 gamma phi' + input + noise, half a step behind to half a step ahead of phi:
// leapfrog, centred damping, periodic edges. One dimension is one row. A thread takes four places, which share a random block
// (docs/random.md). Twin: src/twins/field/klein_gordon_kick.ts.
#import "lib/step_clock"
#import "lib/normal"

struct Shape {
  batch: u32,
  rows: u32,
  columns: u32,
  forced: u32,     // 1: there is an input
  keep: f32,       // (1 - gamma dt) / (1 + gamma dt)
  push: f32,       // dt / (1 + gamma dt): what an acceleration adds
  along_rows: f32,     // c^2 / dy^2
  along_columns: f32,  // c^2 / dx^2
  restore: f32,    // m^2
  noise: f32,      // what a deviate adds to a velocity; 0: no noise
  key0: u32,
  key1: u32,
  stream: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> tables: array<u32>;               // of normal deviates
@group(0) @binding(3) var<storage, read> phi: array<f32>;                  // batch x rows x columns
@group(0) @binding(4) var<storage, read> input: array<f32>;
@group(0) @binding(5) var<storage, read_write> velocity: array<f32>;

fn force(at: u32, row: u32, column: u32) -> f32 {
  let wide = shape.columns;
  let first = at - row * wide - column;
  let left = select(at - 1u, at + wide - 1u, column == 0u);
  let right = select(at + 1u, at + 1u - wide, column + 1u == wide);
  let up = first + select(row - 1u, shape.rows - 1u, row == 0u) * wide + column;
  let down = first + select(row + 1u, 0u, row + 1u == shape.rows) * wide + column;
  let own = phi[at];
  let bend = shape.along_columns * (phi[left] + phi[right] - 2.0 * own) + shape.along_rows * (phi[up] + phi[down] - 2.0 * own);
  let sum = bend - shape.restore * own;
  if (shape.forced != 0u) { return sum + input[at]; }
  return sum;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let places = shape.rows * shape.columns;
  let quads = (places + 3u) / 4u;
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.batch * quads) { return; }
  let quad = i % quads;
  let field = i / quads;
  var words = vec4<u32>();
  if (shape.noise != 0.0) { words = philox4x32(vec2(shape.key0, shape.key1), vec4(quad, field, shape.stream, clock[STEP])); }
  for (var k = 0u; k < 4u; k++) {
    let place = 4u * quad + k;
    if (place >= places) { return; }
    let at = field * places + place;
    var v = shape.keep * velocity[at] + shape.push * force(at, place / shape.columns, place % shape.columns);
    if (shape.noise != 0.0) { v += shape.noise * (f32(normal_q26(words[k], 0u)) * 0x1p-26); }
    velocity[at] = v;
  }
}
