// The strength of generalised teacher forcing, 1 - 1/N, N being the largest, over the sequences of a batch, geometric mean of the Jacobians' norms
// along the sequence. A larger one counts at once, a smaller one by and by. In every `every`-th batch alone. One workgroup.
// Twin: src/twins/cell/forcing_strength.ts.
#import "lib/batch"
#import "lib/halves"

struct Shape {
  steps: u32,
  batch: u32,
  every: u32,
  decay: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read> norms: array<f32>;               // steps x batch: logarithms
@group(0) @binding(3) var<storage, read_write> strength: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) thread: u32) {
  if ((clock[CURSOR] + 1u) % shape.every != 0u) { return; }
  var own = -3e38;
  for (var b = thread; b < shape.batch; b += 64u) {
    var sum = 0.0;
    for (var t = 0u; t < shape.steps; t++) { sum += norms[t * shape.batch + b]; }
    own = max(own, sum / f32(shape.steps));
  }
  let most = most_of_threads(thread, own);
  if (thread > 0u) { return; }
  let wanted = max(0.0, 1.0 - exp(-most));
  strength[0] = select(shape.decay * strength[0] + (1.0 - shape.decay) * wanted, wanted, wanted > strength[0]);
}
