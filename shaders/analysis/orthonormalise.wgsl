// Tangent vectors, the columns of a matrix for each system, made orthonormal in place by modified Gram and Schmidt, twice: once leaves what rounding
// makes of nearly parallel columns, twice leaves rounding itself. The logarithm of what is left of each column, |R_jj|, is added to its sum. A
// workgroup a system; 16 lanes of it share the rows of a column, for 16 columns side by side. Twin: src/twins/analysis/orthonormalise.ts.
#import "lib/lanes"

const THREADS = 256u;
// Of a column of length 1: less is rounding, and the direction is lost.
const LOST = 3e-7;

struct Shape {
  rows: u32,      // of a matrix: the dimension
  vectors: u32,
  systems: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read_write> tangents: array<f32>;   // rows x vectors x systems
// Vectors x systems: whole part of each sum; then what is left of it, at most a half. A logarithm loses no digits in a long sum.
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;
@group(0) @binding(3) var<storage, read_write> counts: array<u32>;     // factorisations done; then vectors x systems: those that lost a direction

fn place(row: u32, column: u32, system: u32) -> u32 { return (row * shape.vectors + column) * shape.systems + system; }

fn add_logarithm(column: u32, system: u32, value: f32) {
  let whole = column * shape.systems + system;
  let rest = whole + shape.vectors * shape.systems;
  let sum = sums[rest] + log(value);
  let moved = round(sum);
  sums[whole] += moved;
  sums[rest] = sum - moved;
}

/** Columns of length 1, whatever their size was: no square is too large or too small for float32. */
fn begin(thread: u32, system: u32) {
  let lane = thread / ACROSS;
  for (var first = 0u; first < shape.vectors; first += ACROSS) {
    let column = first + thread % ACROSS;
    let own = column < shape.vectors;
    var most = 0.0;
    if (own) {
      for (var row = lane; row < shape.rows; row += LANES) { most = max(most, abs(tangents[place(row, column, system)])); }
    }
    most = most_of_lanes(thread, most);
    var sum = 0.0;
    if (own && most > 0.0) {
      for (var row = lane; row < shape.rows; row += LANES) {
        let value = tangents[place(row, column, system)] / most;
        sum += value * value;
      }
    }
    let length = sqrt(sum_of_lanes(thread, sum));
    if (own && most > 0.0) {
      for (var row = lane; row < shape.rows; row += LANES) {
        let at = place(row, column, system);
        tangents[at] = tangents[at] / most / length;
      }
      if (lane == 0u) {
        add_logarithm(column, system, most);
        add_logarithm(column, system, length);
      }
    }
  }
  storageBarrier();
}

/** Takes the part along a column of length 1 out of all behind it. */
fn project(thread: u32, column: u32, system: u32) {
  let lane = thread / ACROSS;
  for (var first = column + 1u; first < shape.vectors; first += ACROSS) {
    let other = first + thread % ACROSS;
    let own = other < shape.vectors;
    var product = 0.0;
    if (own) {
      for (var row = lane; row < shape.rows; row += LANES) {
        product += tangents[place(row, column, system)] * tangents[place(row, other, system)];
      }
    }
    product = sum_of_lanes(thread, product);
    if (own) {
      for (var row = lane; row < shape.rows; row += LANES) {
        tangents[place(row, other, system)] -= product * tangents[place(row, column, system)];
      }
    }
  }
  storageBarrier();
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let system = group.y * groups.x + group.x;
  // Groups beyond the last, where so many are laid out in two dimensions.
  if (system >= shape.systems) { return; }
  begin(thread, system);
  for (var turn = 0u; turn < 2u; turn++) {
    for (var column = 0u; column < shape.vectors; column++) {
      var sum = 0.0;
      for (var row = thread; row < shape.rows; row += THREADS) {
        let value = tangents[place(row, column, system)];
        sum += value * value;
      }
      let length = sqrt(sum_of_columns(thread, sum));
      // By its bits: what is not a number goes into the sum, whatever a compiler thinks of comparisons.
      if ((bitcast<u32>(length) & 0x7fffffffu) != 0u) {
        for (var row = thread; row < shape.rows; row += THREADS) { tangents[place(row, column, system)] /= length; }
        if (thread == 0u) { add_logarithm(column, system, length); }
      }
      if (thread == 0u && turn == 0u && length < LOST) { counts[1u + column * shape.systems + system] += 1u; }
      storageBarrier();
      project(thread, column, system);
    }
  }
  if (system == 0u && thread == 0u) { counts[0] += 1u; }
}
