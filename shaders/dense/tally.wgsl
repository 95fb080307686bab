// What a batch came to: a row of `history` with the mean loss, the hits, the examples, and each spiking layer's mean spikes a neuron and
// step. A loss that is not finite halts training here, before it reaches a parameter. One workgroup; sums are added by halves.
// Twin: src/twins/dense/tally.ts.
#import "lib/batch"

const COLUMNS = 3u;  // before the layers' rates

struct Shape {
  whole: u32,
  layers: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> losses: array<f32>;           // whole
@group(0) @binding(2) var<storage, read> hits: array<f32>;             // whole
@group(0) @binding(3) var<storage, read> spikes: array<f32>;           // layers x whole: sums over steps and neurons
@group(0) @binding(4) var<storage, read> sizes: array<f32>;            // layers: steps x neurons
@group(0) @binding(5) var<storage, read_write> clock: array<u32>;
@group(0) @binding(6) var<storage, read_write> history: array<f32>;    // batches x (COLUMNS + layers)

var<workgroup> sums: array<f32, 256>;

/** The sum over the first `count` examples of values at `kind`: 0 losses, 1 hits, more a layer's spikes. For all threads. */
fn sum_of(thread: u32, kind: u32, count: u32) -> f32 {
  var sum = 0.0;
  for (var b = thread; b < count; b += 256u) {
    if (kind == 0u) { sum += losses[b]; }
    else if (kind == 1u) { sum += hits[b]; }
    else { sum += spikes[(kind - 2u) * shape.whole + b]; }
  }
  sums[thread] = sum;
  for (var half = 128u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  workgroupBarrier();
  let total = sums[0];
  workgroupBarrier();
  return total;
}

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) thread: u32) {
  let cursor = clock[CURSOR];
  let count = min(shape.whole, clock[EXAMPLES] - cursor * shape.whole);
  for (var kind = 0u; kind < 2u + shape.layers; kind++) {
    let sum = sum_of(thread, kind, count);
    if (thread == 0u) { keep(kind, sum, cursor, count); }
  }
}

/** Writes one number of the row. */
fn keep(kind: u32, sum: f32, cursor: u32, count: u32) {
  let row = cursor * (COLUMNS + shape.layers);
  if (kind == 0u) {
    history[row] = sum / f32(count);
    // All bits of the exponent: infinite or not a number.
    if ((bitcast<u32>(sum) & 0x7f800000u) == 0x7f800000u) { clock[HALTED] = cursor + 1u; }
  } else if (kind == 1u) {
    history[row + 1u] = sum;
    history[row + 2u] = f32(count);
  } else {
    history[row + 1u + kind] = sum / (f32(count) * sizes[kind - 2u]);
  }
}
