// What the passes of a selective scan share. `parameters`: A (channels x states), then for each channel the bias of delta, then D.
// Twin: src/twins/lib/selective_scan.ts.
#import "lib/softplus"

// States that a thread keeps in registers at once; it walks its chunk again for the next as many.
const BLOCK = 16u;

struct Shape {
  steps: u32,
  chunk: u32,       // steps of a chunk, but for the last
  batch: u32,
  channels: u32,
  states: u32,
  gated: u32,       // 1: there is a gate
  fresh: u32,       // 1: it begins with a state of 0
}

@group(0) @binding(0) var<uniform> shape: Shape;

fn chunks() -> u32 {
  return (shape.steps + shape.chunk - 1u) / shape.chunk;
}

fn decay(step: f32, rate: f32) -> f32 {
  return exp(step * rate);
}
