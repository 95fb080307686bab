// Sum over a workgroup of 256, in a fixed order: 16 threads add 16 numbers each, the first adds theirs. By halves it would be eight barriers,
// which is most of a kernel's time on SwiftShader.
var<workgroup> group_parts: array<f32, 256>;

/** Sum of a number of each thread; for the first thread. */
fn group_sum(thread: u32, value: f32) -> f32 {
  workgroupBarrier();
  group_parts[thread] = value;
  workgroupBarrier();
  var sum = 0.0;
  if (thread < 16u) {
    for (var k = 0u; k < 256u; k += 16u) { sum += group_parts[thread + k]; }
    // Nobody else reads this place before the barrier.
    group_parts[thread] = sum;
  }
  workgroupBarrier();
  sum = 0.0;
  if (thread == 0u) {
    for (var k = 0u; k < 16u; k++) { sum += group_parts[k]; }
  }
  return sum;
}
