// The input table of rate networks: frames x spread x stride, each frame held for some steps, the first again after the last. Needs `shape` of its
// kernel. Twin: inputRow in src/twins/lib/rate.ts.

/** First element of the row that a network has in a step. */
fn input_row(network: u32, step: u32) -> u32 {
  let frame = step / shape.hold % shape.frames;
  return (frame * shape.spread + select(network, 0u, shape.spread == 1u)) * shape.stride;
}
