// Many steps of a method of fixed step for every system, its state in registers: up to `most` steps, or to the goal. Every so many steps a
// frame is kept; where there are tangent vectors, every so many steps they are made orthonormal and the logarithms of their lengths added up.
// The flow and the method are woven in (src/flow/weave.ts). A state that is not finite at the end is sought again from the beginning, step by
// step. Twin: src/twins/flow/integrate.ts.
#import "lib/flow"
#import "lib/normal"

struct Shape {
  systems: u32,
  stride: u32,
  most: u32,       // steps of a dispatch
  every: u32,      // steps from frame to frame
  slots: u32,      // frames that `kept` has room for
  turns: u32,      // steps from one orthonormal basis to the next
  parts: u32,      // normal deviates that make up the increment of a step
  key0: u32,
  key1: u32,
  stream: u32,
  dt: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> tables: array<u32>;            // of normal deviates
@group(0) @binding(2) var<storage, read> clock: array<u32>;
@group(0) @binding(3) var<storage, read> params: array<f32>;
@group(0) @binding(4) var<storage, read_write> state: array<f32>;       // then the tangent vectors
@group(0) @binding(5) var<storage, read_write> failed: array<atomic<u32>>; // the step after which a system is not finite; behind the last: whether any
@group(0) @binding(6) var<storage, read_write> kept: array<f32>;
@group(0) @binding(7) var<storage, read_write> sums: array<f32>;        // of the logarithms: below 16 and multiples of 16, for each vector

fn put_kept(row: u32, i: u32, x: f32) { kept[row * shape.stride + i] = x; }
fn sums_at(row: u32, i: u32) -> f32 { return sums[row * shape.stride + i]; }
fn put_sums(row: u32, i: u32, x: f32) { sums[row * shape.stride + i] = x; }

//#flow

fn each(shape: Shape, i: u32) {
  let first = clock_word(STEP);
  let last = first + min(clock_word(GOAL) - first, shape.most);
  let p = load_params(i);
  var s = load_state(i);
  var step = first;
  var left = clock_word(LEFT);
  var slot = clock_word(SLOT);
  var turn = clock_word(TURN);
  while (together(step) < last) {
    let count = together(min(min(left, turn), last - step));
    for (var k = 0u; k < count; k++) { s = advance(shape, p, s, i, step + k); }
    step += count;
    left -= count;
    turn -= count;
    if (together(turn) == 0u) {
      s = turned(s, i);
      turn = shape.turns;
    }
    if (together(left) == 0u) {
      keep(s, i, together(slot));
      left = shape.every;
      slot = select(slot + 1u, 0u, slot + 1u == shape.slots);
    }
  }
  if (i < shape.systems && !finite(s) && failed_at(0u, i) == 0u) {
    var again = load_state(i);
    for (var k = 0u; k < last - first; k++) {
      again = advance(shape, p, again, i, first + k);
      if (!finite(again)) {
        put_failed(0u, i, first + k + 1u);
        break;
      }
    }
    raise_failed(0u);
  }
  store_state(s, i);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i < shape.systems) { each(shape, i); }
}
