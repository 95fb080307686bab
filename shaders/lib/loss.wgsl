// What losses of labelled examples have in common: their bindings, and what they need to know of an example. A workgroup takes an example of a
// part of a batch. The kernel declares Shape, with steps, batch and classes of the outputs, whole and first.
#import "lib/batch"
#import "lib/halves"

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> labels: array<u32>;
@group(0) @binding(4) var<storage, read> outputs: array<f32>;               // steps x batch x classes
@group(0) @binding(5) var<storage, read_write> grad_outputs: array<f32>;    // of the mean over the examples of the whole batch
@group(0) @binding(6) var<storage, read_write> losses: array<f32>;          // whole

/** One of the part: whether the pass has it, its label, and how many the pass has in the whole batch. */
struct Example {
  known: bool,
  label: u32,
  together: f32,
}

fn example_of(b: u32) -> Example {
  let begin = clock[CURSOR] * shape.whole;
  let place = begin + shape.first + b;
  let known = place < clock[EXAMPLES];
  var label = 0u;
  if (known) { label = labels[order[place]]; }
  return Example(known, label, f32(min(shape.whole, clock[EXAMPLES] - begin)));
}
