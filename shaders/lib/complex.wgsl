// Complex numbers as vec2: real part, imaginary part.

fn times(a: vec2<f32>, b: vec2<f32>) -> vec2<f32> {
  return vec2<f32>(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

/** -i v */
fn turned(v: vec2<f32>) -> vec2<f32> {
  return vec2<f32>(v.y, -v.x);
}

fn conjugate(v: vec2<f32>) -> vec2<f32> {
  return vec2<f32>(v.x, -v.y);
}
