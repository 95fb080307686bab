// Increments of Brownian motion over a step, for four variables: the sum of `parts` increments of parts of the step, so that an ensemble of
// coarser steps can follow the paths of a finer one. Block `quad` of Philox's kind 12; see docs/random.md.
fn increment(shape: Shape, quad: u32, i: u32, step: u32) -> vec4<f32> {
  var total = vec4<f32>(0.0, 0.0, 0.0, 0.0);
  for (var part = 0u; part < shape.parts; part++) {
    let words = philox4x32(vec2(shape.key0, shape.key1), vec4(quad, i, shape.stream, step * shape.parts + part));
    total += vec4<f32>(deviate(words.x), deviate(words.y), deviate(words.z), deviate(words.w));
  }
  return total * sqrt(shape.dt / f32(shape.parts));
}

fn deviate(word: u32) -> f32 { return f32(normal_q26(word, 0u)) * 1.4901161193847656e-8; } // 2^-26
