// Sum over a workgroup of 256.
var<workgroup> group_parts: array<f32, 256>;

/** Sum of a number of each thread, by halves; for the first thread. */
fn group_sum(thread: u32, value: f32) -> f32 {
  workgroupBarrier();
  group_parts[thread] = value;
  for (var half = 128u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { group_parts[thread] += group_parts[thread + half]; }
  }
  workgroupBarrier();
  return group_parts[0];
}
