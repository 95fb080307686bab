// Transforms of up to 2,048 points in workgroup memory, in place and several side by side: X[k] = sum x[j] exp(-2 pi i j k / n). Radices 8,
// 7, 5, 4, 3 and 2, from the widest butterflies to the narrowest (decimation in frequency), so the results lie in the order of reversed
// digits; whoever stores them reads them through a table. Needs lib/complex, and of its kernel `twiddles`, exp(-2 pi i m / points) for m below `points`.
// An inverse transform is this one with real and imaginary parts exchanged before and after.
// Few threads with many points each: SwiftShader, where all of this was measured, takes a fifth of the time that 128 took; no GPU was at hand.
const FFT_THREADS = 64u;
const FFT_MOST = 2048u;

var<workgroup> points: array<vec2<f32>, FFT_MOST>;

/** Where a point is kept: neighbouring butterflies of the last radix lie 8 points apart, and would meet the same banks. By reasoning, not measured. */
fn kept(i: u32) -> u32 {
  return i ^ ((i >> 4u) & 15u);
}

/** One radix of a tile: butterflies `m` points wide, and the table's step for a turn by one point. */
struct Radix {
  m: u32,
  width: u32,
  turn: u32,
}

/** First point of a butterfly. */
fn first_of(u: u32, radix: u32, m: u32) -> u32 {
  return u / m * radix * m + u % m;
}

fn twiddle_of(u: u32, r: Radix) -> vec2<f32> {
  return twiddles[u % r.m / r.width * r.turn];
}

fn radix_2(u: u32, r: Radix) {
  let at = first_of(u, 2u, r.m);
  let a = points[kept(at)];
  let b = points[kept(at + r.m)];
  points[kept(at)] = a + b;
  points[kept(at + r.m)] = times(a - b, twiddle_of(u, r));
}

fn radix_3(u: u32, r: Radix) {
  let at = first_of(u, 3u, r.m);
  let a = points[kept(at)];
  let b = points[kept(at + r.m)];
  let c = points[kept(at + 2u * r.m)];
  let sum = b + c;
  let mid = a - 0.5 * sum;
  let side = turned(0.86602540378 * (b - c));
  let w = twiddle_of(u, r);
  points[kept(at)] = a + sum;
  points[kept(at + r.m)] = times(mid + side, w);
  points[kept(at + 2u * r.m)] = times(mid - side, times(w, w));
}

fn radix_4(u: u32, r: Radix) {
  let at = first_of(u, 4u, r.m);
  let a = points[kept(at)];
  let b = points[kept(at + r.m)];
  let c = points[kept(at + 2u * r.m)];
  let d = points[kept(at + 3u * r.m)];
  let even = a + c;
  let odd = b + d;
  let across = a - c;
  let side = turned(b - d);
  let w = twiddle_of(u, r);
  let w2 = times(w, w);
  points[kept(at)] = even + odd;
  points[kept(at + r.m)] = times(across + side, w);
  points[kept(at + 2u * r.m)] = times(even - odd, w2);
  points[kept(at + 3u * r.m)] = times(across - side, times(w2, w));
}

fn radix_5(u: u32, r: Radix) {
  let at = first_of(u, 5u, r.m);
  let a = points[kept(at)];
  let b = points[kept(at + r.m)];
  let c = points[kept(at + 2u * r.m)];
  let d = points[kept(at + 3u * r.m)];
  let e = points[kept(at + 4u * r.m)];
  let near = b + e;
  let far = c + d;
  let mid1 = a + 0.30901699437 * near - 0.80901699437 * far;
  let mid2 = a - 0.80901699437 * near + 0.30901699437 * far;
  let side1 = turned(0.95105651630 * (b - e) + 0.58778525229 * (c - d));
  let side2 = turned(0.58778525229 * (b - e) - 0.95105651630 * (c - d));
  let w = twiddle_of(u, r);
  let w2 = times(w, w);
  points[kept(at)] = a + near + far;
  points[kept(at + r.m)] = times(mid1 + side1, w);
  points[kept(at + 2u * r.m)] = times(mid2 + side2, w2);
  points[kept(at + 3u * r.m)] = times(mid2 - side2, times(w2, w));
  points[kept(at + 4u * r.m)] = times(mid1 - side1, times(w2, w2));
}

fn radix_7(u: u32, r: Radix) {
  let at = first_of(u, 7u, r.m);
  let a = points[kept(at)];
  let b = points[kept(at + r.m)];
  let c = points[kept(at + 2u * r.m)];
  let d = points[kept(at + 3u * r.m)];
  let e = points[kept(at + 4u * r.m)];
  let f = points[kept(at + 5u * r.m)];
  let g = points[kept(at + 6u * r.m)];
  let p1 = b + g;
  let p2 = c + f;
  let p3 = d + e;
  let q1 = b - g;
  let q2 = c - f;
  let q3 = d - e;
  let mid1 = a + 0.62348980186 * p1 - 0.22252093396 * p2 - 0.90096886790 * p3;
  let mid2 = a - 0.22252093396 * p1 - 0.90096886790 * p2 + 0.62348980186 * p3;
  let mid3 = a - 0.90096886790 * p1 + 0.62348980186 * p2 - 0.22252093396 * p3;
  let side1 = turned(0.78183148247 * q1 + 0.97492791218 * q2 + 0.43388373912 * q3);
  let side2 = turned(0.97492791218 * q1 - 0.43388373912 * q2 - 0.78183148247 * q3);
  let side3 = turned(0.43388373912 * q1 - 0.78183148247 * q2 + 0.97492791218 * q3);
  let w = twiddle_of(u, r);
  let w2 = times(w, w);
  let w3 = times(w2, w);
  points[kept(at)] = a + p1 + p2 + p3;
  points[kept(at + r.m)] = times(mid1 + side1, w);
  points[kept(at + 2u * r.m)] = times(mid2 + side2, w2);
  points[kept(at + 3u * r.m)] = times(mid3 + side3, w3);
  points[kept(at + 4u * r.m)] = times(mid3 - side3, times(w2, w2));
  points[kept(at + 5u * r.m)] = times(mid2 - side2, times(w2, w3));
  points[kept(at + 6u * r.m)] = times(mid1 - side1, times(w3, w3));
}

/** (1 - i) / sqrt(2) v */
fn turned_half(v: vec2<f32>) -> vec2<f32> {
  return 0.70710678119 * vec2<f32>(v.x + v.y, v.y - v.x);
}

fn radix_8(u: u32, r: Radix) {
  let at = first_of(u, 8u, r.m);
  let a = points[kept(at)];
  let b = points[kept(at + r.m)];
  let c = points[kept(at + 2u * r.m)];
  let d = points[kept(at + 3u * r.m)];
  let e = points[kept(at + 4u * r.m)];
  let f = points[kept(at + 5u * r.m)];
  let g = points[kept(at + 6u * r.m)];
  let h = points[kept(at + 7u * r.m)];
  // Halves, then quarters of each.
  let p0 = a + e;
  let p1 = b + f;
  let p2 = c + g;
  let p3 = d + h;
  let q0 = a - e;
  let q1 = turned_half(b - f);
  let q2 = turned(c - g);
  let q3 = turned(turned_half(d - h));
  let even = p0 + p2;
  let odd = p1 + p3;
  let across = p0 - p2;
  let side = turned(p1 - p3);
  let even_q = q0 + q2;
  let odd_q = q1 + q3;
  let across_q = q0 - q2;
  let side_q = turned(q1 - q3);
  let w = twiddle_of(u, r);
  let w2 = times(w, w);
  let w3 = times(w2, w);
  let w4 = times(w2, w2);
  points[kept(at)] = even + odd;
  points[kept(at + r.m)] = times(even_q + odd_q, w);
  points[kept(at + 2u * r.m)] = times(across + side, w2);
  points[kept(at + 3u * r.m)] = times(across_q + side_q, w3);
  points[kept(at + 4u * r.m)] = times(even - odd, w4);
  points[kept(at + 5u * r.m)] = times(even_q - odd_q, times(w4, w));
  points[kept(at + 6u * r.m)] = times(across - side, times(w3, w3));
  points[kept(at + 7u * r.m)] = times(across_q - side_q, times(w4, w3));
}

/**
 * Transforms `size` points in workgroup memory: blocks of `length` x `width`, the transforms of a block side by side. `radices` has the
 * radices from its lowest four bits up. Begins and ends with a barrier.
 */
fn transform(thread: u32, size: u32, length: u32, width: u32, radices: u32) {
  var span = length;
  for (var left = radices; left != 0u; left >>= 4u) {
    let radix = left & 15u;
    let r = Radix(span / radix * width, width, length / span);
    let count = size / radix;
    workgroupBarrier();
    switch (radix) {
      case 2u: { for (var u = thread; u < count; u += FFT_THREADS) { radix_2(u, r); } }
      case 3u: { for (var u = thread; u < count; u += FFT_THREADS) { radix_3(u, r); } }
      case 4u: { for (var u = thread; u < count; u += FFT_THREADS) { radix_4(u, r); } }
      case 5u: { for (var u = thread; u < count; u += FFT_THREADS) { radix_5(u, r); } }
      case 7u: { for (var u = thread; u < count; u += FFT_THREADS) { radix_7(u, r); } }
      default: { for (var u = thread; u < count; u += FFT_THREADS) { radix_8(u, r); } }
    }
    span /= radix;
  }
  workgroupBarrier();
}
