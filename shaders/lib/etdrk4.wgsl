// Numbers of a mode of the fourth-order exponential time differencing method for v' = L v + N(v), N = i g F[u^2] + mask F[input], made by
// src/field/etdrk4.ts: eight a mode. A kernel that imports this declares `coefficients`, `squares`, `forcing` and `shape`.
// Twin: src/twins/lib/etdrk4.ts.

struct Weights {
  whole: f32,    // exp(L dt) - 1: finer in float32 than the exponential itself
  half: f32,     // exp(L dt / 2) - 1
  q: f32,        // what a stage takes of N
  f1: f32,
  f2: f32,
  f3: f32,
  g: f32,        // -k / 2, 0 for modes that are cut off
  mask: f32,     // 0 for those, else 1
}

fn weights_of(mode: u32) -> Weights {
  let a = coefficients[2u * mode];
  let b = coefficients[2u * mode + 1u];
  return Weights(a.x, a.y, a.z, a.w, b.x, b.y, b.z, b.w);
}

// N of place i of the batch.
fn slope(i: u32, w: Weights) -> vec2<f32> {
  let s = squares[i];
  var n = vec2(-w.g * s.y, w.g * s.x);
  if (shape.forced != 0u) { n += w.mask * forcing[i]; }
  return n;
}
