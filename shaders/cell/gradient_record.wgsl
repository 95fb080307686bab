// Notes of a batch: the norm of all gradients together, and the strength of the forcing. A thread does it.
// Twin: src/twins/cell/gradient_record.ts.
#import "lib/batch"

struct Shape {
  sums: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> squares: array<f32>;             // sums: parts of the sum of squares
@group(0) @binding(3) var<storage, read> strength: array<f32>;
@group(0) @binding(4) var<storage, read_write> kept: array<f32>;          // batches x 2

@compute @workgroup_size(1)
fn main() {
  var sum = 0.0;
  for (var i = 0u; i < shape.sums; i++) { sum += squares[i]; }
  kept[2u * clock[CURSOR]] = sqrt(sum);
  kept[2u * clock[CURSOR] + 1u] = strength[0];
}
