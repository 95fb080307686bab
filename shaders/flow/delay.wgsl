// Many steps of Runge and Kutta's method of order 4 for delay-differential equations. The delay is a whole number of steps; `past` has the
// states of the last delay at the steps and half-way between them, those by Hermite's cubic, which is of order 4 too. So no value is taken
// across a kink of the solution: those lie at steps. The slope at a step's end is the first of the next. Twin: src/twins/flow/delay.ts.
#import "lib/flow"

struct Shape {
  systems: u32,
  stride: u32,
  most: u32,       // steps of a dispatch
  every: u32,      // steps from frame to frame
  slots: u32,      // frames that `kept` has room for
  lag: u32,        // steps of the delay, 2 or more
  dt: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> params: array<f32>;
@group(0) @binding(3) var<storage, read_write> state: array<f32>;
@group(0) @binding(4) var<storage, read_write> failed: array<atomic<u32>>;
@group(0) @binding(5) var<storage, read_write> kept: array<f32>;
@group(0) @binding(6) var<storage, read_write> past: array<f32>; // (step, then half-way) x variables

fn put_kept(row: u32, i: u32, x: f32) { kept[row * shape.stride + i] = x; }
fn past_at(row: u32, i: u32) -> f32 { return past[row * shape.stride + i]; }
fn put_past(row: u32, i: u32, x: f32) { past[row * shape.stride + i] = x; }

//#flow

fn each(shape: Shape, i: u32) {
  let first = clock_word(STEP);
  let last = first + min(clock_word(GOAL) - first, shape.most);
  let h = shape.dt;
  let p = load_params(i);
  var s = load_state(i);
  var left = clock_word(LEFT);
  var slot = clock_word(SLOT);
  var place = clock_word(PLACE);
  var bad = 0u;
  var k1 = delayed_slope(p, s, load_past(2u * together(place), i), f32(first) * h);
  for (var step = first; step < last; step++) {
    let here = together(place);
    let next = together(select(here + 1u, 0u, here + 1u == shape.lag));
    let between = load_past(2u * here + 1u, i);
    let end = load_past(2u * next, i);
    let middle = (f32(step) + 0.5) * h;
    let k2 = delayed_slope(p, axpy(s, 0.5 * h, k1), between, middle);
    let k3 = delayed_slope(p, axpy(s, 0.5 * h, k2), between, middle);
    let k4 = delayed_slope(p, axpy(s, h, k3), end, f32(step + 1u) * h);
    let reached = axpy(s, h * (1.0 / 6.0), axpy(sum(k1, k4), 2.0, sum(k2, k3)));
    let k5 = delayed_slope(p, reached, end, f32(step + 1u) * h);
    store_past(2u * here, i, s);
    store_past(2u * here + 1u, i, axpy(axpy(s, 0.5, axpy(reached, -1.0, s)), 0.125 * h, axpy(k1, -1.0, k5)));
    s = reached;
    k1 = k5;
    place = next;
    bad = select(bad, step + 1u, bad == 0u && !finite(s));
    left -= 1u;
    if (together(left) == 0u) {
      keep(s, i, together(slot));
      left = shape.every;
      slot = select(slot + 1u, 0u, slot + 1u == shape.slots);
    }
  }
  if (bad != 0u && i < shape.systems && failed_at(0u, i) == 0u) {
    put_failed(0u, i, bad);
    raise_failed(0u);
  }
  store_state(s, i);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i < shape.systems) { each(shape, i); }
}
