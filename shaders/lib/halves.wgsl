// Reductions over the 64 threads of a workgroup, by halves: the order is the same in every run. All threads call, all get the result.
var<workgroup> halves: array<f32, 64>;

/** Sum of a number of each thread. */
fn sum_of_threads(thread: u32, value: f32) -> f32 {
  workgroupBarrier();
  halves[thread] = value;
  for (var half = 32u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { halves[thread] += halves[thread + half]; }
  }
  workgroupBarrier();
  return halves[0];
}

/** Largest of a number of each thread. */
fn most_of_threads(thread: u32, value: f32) -> f32 {
  workgroupBarrier();
  halves[thread] = value;
  for (var half = 32u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { halves[thread] = max(halves[thread], halves[thread + half]); }
  }
  workgroupBarrier();
  return halves[0];
}
