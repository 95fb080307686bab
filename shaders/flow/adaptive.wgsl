// Dormand and Prince's method of order 5 (4) for every system, each with a step size of its own. The times asked for lie `dt` apart; values there
// come from the method's interpolant of order 4. A system makes up to `most` attempts, or goes on until it has passed the goal. A step that
// reaches beyond the goal is not taken: it is made again when the goal has moved on, to the same bits, and then gives the values behind it.
// Coefficients: Dormand and Prince 1980; Hairer, Norsett and Wanner, Solving ODEs I, II.4 and II.6. Twin: src/twins/flow/adaptive.ts.
#import "lib/flow"

struct Shape {
  systems: u32,
  stride: u32,
  most: u32,       // attempts of a dispatch
  every: u32,      // times asked for from frame to frame
  slots: u32,      // frames that `kept` has room for
  dt: f32,         // between two times asked for
  rtol: f32,
  atol: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> params: array<f32>;
@group(0) @binding(3) var<storage, read_write> state: array<f32>;           // at the last time asked for that was reached
@group(0) @binding(4) var<storage, read_write> failed: array<atomic<u32>>;  // behind the last system: whether any failed, whether any is behind
@group(0) @binding(5) var<storage, read_write> kept: array<f32>;
@group(0) @binding(6) var<storage, read_write> inner: array<f32>;           // where the steps are: state, slope, step size, time left to the next time asked for, time
@group(0) @binding(7) var<storage, read_write> counts: array<u32>;          // times reached, times until the next frame, its slot

fn scatter_kept(row: u32, i: u32, x: f32) { kept[row * shape.stride + i] = x; }
fn inner_at(row: u32, i: u32) -> f32 { return inner[row * shape.stride + i]; }
fn put_inner(row: u32, i: u32, x: f32) { inner[row * shape.stride + i] = x; }
fn counts_at(row: u32, i: u32) -> u32 { return counts[row * shape.stride + i]; }
fn put_counts(row: u32, i: u32, x: u32) { counts[row * shape.stride + i] = x; }

//#flow

// Most that a step may be, and the least, in units of dt: beyond it time would stand still.
const LONGEST = 1024.0;
const SHORTEST = 2.4e-7;

fn each(shape: Shape, i: u32) {
  let goal = clock_word(GOAL);
  let p = load_params(i);
  var reached = load_state(i);
  var y = load_inner(0u, i);
  var k1 = load_inner(DIM, i);
  var h = inner_at(2u * DIM, i);
  var ahead = inner_at(2u * DIM + 1u, i);
  var t = inner_at(2u * DIM + 2u, i);
  var next = counts_at(0u, i);
  var left = counts_at(1u, i);
  var slot = counts_at(2u, i);
  if (h == 0.0) {
    // From a state that was just set.
    y = reached;
    ahead = shape.dt;
    t = f32(next) * shape.dt;
    k1 = slope(p, y, t);
    let far = norm(y, y, y, shape.atol, shape.rtol);
    let fast = norm(k1, y, y, shape.atol, shape.rtol);
    // A slope that is no number ends with steps that vanish, as it does later on.
    h = select(1e-4 * shape.dt, clamp(0.01 * far / max(fast, 1e-20), 1e-4 * shape.dt, shape.dt), bounded(fast));
  }
  for (var attempt = 0u; attempt < shape.most; attempt++) {
    if (next >= goal || failed_at(0u, i) != 0u) { break; }
    let k2 = slope(p, axpy(y, 0.2 * h, k1), t + 0.2 * h);
    let k3 = slope(p, axpy(y, h, axpy(scaled(k1, 3.0 / 40.0), 9.0 / 40.0, k2)), t + 0.3 * h);
    let k4 = slope(p, axpy(y, h, axpy(axpy(scaled(k1, 44.0 / 45.0), -56.0 / 15.0, k2), 32.0 / 9.0, k3)), t + 0.8 * h);
    let a5 = axpy(axpy(axpy(scaled(k1, 19372.0 / 6561.0), -25360.0 / 2187.0, k2), 64448.0 / 6561.0, k3), -212.0 / 729.0, k4);
    let k5 = slope(p, axpy(y, h, a5), t + 8.0 / 9.0 * h);
    let a6 = axpy(axpy(axpy(scaled(k1, 9017.0 / 3168.0), -355.0 / 33.0, k2), 46732.0 / 5247.0, k3), 49.0 / 176.0, k4);
    let k6 = slope(p, axpy(y, h, axpy(a6, -5103.0 / 18656.0, k5)), t + h);
    let a7 = axpy(axpy(axpy(scaled(k1, 35.0 / 384.0), 500.0 / 1113.0, k3), 125.0 / 192.0, k4), -2187.0 / 6784.0, k5);
    let z = axpy(y, h, axpy(a7, 11.0 / 84.0, k6));
    let k7 = slope(p, z, t + h);
    let e5 = axpy(axpy(axpy(scaled(k1, 71.0 / 57600.0), -71.0 / 16695.0, k3), 71.0 / 1920.0, k4), -17253.0 / 339200.0, k5);
    let error = norm(scaled(axpy(axpy(e5, 22.0 / 525.0, k6), -1.0 / 40.0, k7), h), y, z, shape.atol, shape.rtol);
    // A step grows to five times its size at most: errors that would allow more are those of float32.
    let factor = select(0.2, clamp(0.9 * pow(max(error, 1e-10), -0.2), 0.2, 5.0), bounded(error));
    if (bounded(error) && error <= 1.0) {
      let change = axpy(z, -1.0, y);
      let bend = axpy(scaled(k1, h), -1.0, change);
      let turn = axpy(axpy(change, -h, k7), -1.0, bend);
      let d5 = axpy(axpy(axpy(scaled(k1, -1.1270175656), 2.6754244844, k3), -5.6855269616, k4), 3.5219323679, k5);
      let last = scaled(axpy(axpy(d5, -1.7672812571, k6), 2.3824689317, k7), h);
      while (ahead <= h && next < goal) {
        let x = ahead / h;
        reached = axpy(y, x, axpy(change, 1.0 - x, axpy(bend, x, axpy(turn, 1.0 - x, last))));
        next += 1u;
        ahead += shape.dt;
        left -= 1u;
        if (left == 0u) {
          keep(reached, i, slot);
          left = shape.every;
          slot = select(slot + 1u, 0u, slot + 1u == shape.slots);
        }
      }
      if (ahead > h) {
        y = z;
        k1 = k7;
        ahead -= h;
        t = f32(next + 1u) * shape.dt - ahead;
        h = min(h * factor, LONGEST * shape.dt);
      }
    } else {
      h *= factor;
      if (h < SHORTEST * shape.dt) {
        put_failed(0u, i, next + 1u);
        if (i < shape.systems) { raise_failed(0u); }
      }
    }
  }
  if (i < shape.systems && next < goal && failed_at(0u, i) == 0u) { raise_failed(1u); }
  store_state(reached, i);
  store_inner(0u, i, y);
  store_inner(DIM, i, k1);
  put_inner(2u * DIM, i, h);
  put_inner(2u * DIM + 1u, i, ahead);
  put_inner(2u * DIM + 2u, i, t);
  put_counts(0u, i, next);
  put_counts(1u, i, left);
  put_counts(2u, i, slot);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i < shape.systems) { each(shape, i); }
}
