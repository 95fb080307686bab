// Moves on to the next batch of a pass, unless training is halted. Twin: src/twins/dense/tick.ts.
#import "lib/batch"

struct Shape {
  batches: u32,   // to move on by
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read_write> clock: array<u32>;

@compute @workgroup_size(1)
fn main() {
  if (clock[HALTED] == 0u) { clock[CURSOR] += shape.batches; }
}
