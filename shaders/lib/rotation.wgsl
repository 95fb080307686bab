// A table of turns in two levels: 2^fine_bits fine steps, then coarse ones. Needs `rotations` of its kernel, and lib/complex.

fn rotation(m: u32, fine_bits: u32) -> vec2<f32> {
  let fine = 1u << fine_bits;
  return times(rotations[m & (fine - 1u)], rotations[fine + (m >> fine_bits)]);
}
