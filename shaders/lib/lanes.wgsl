// A workgroup of 256 as 16 columns side by side, whose 16 lanes share the rows: thread % 16 is the column. Sums are added in the order of the lanes;
// every thread adds them up for itself, which saves the barriers of halving.
const ACROSS = 16u;
const LANES = 16u;

var<workgroup> lane_parts: array<f32, 256>;

/** Sum over the lanes of a thread's column. All threads call, all get the result. */
fn sum_of_lanes(thread: u32, value: f32) -> f32 {
  workgroupBarrier();
  lane_parts[thread] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var at = thread % ACROSS; at < ACROSS * LANES; at += ACROSS) { sum += lane_parts[at]; }
  return sum;
}

/** Largest over the lanes of a thread's column. */
fn most_of_lanes(thread: u32, value: f32) -> f32 {
  workgroupBarrier();
  lane_parts[thread] = value;
  workgroupBarrier();
  var most = value;
  for (var at = thread % ACROSS; at < ACROSS * LANES; at += ACROSS) { most = max(most, lane_parts[at]); }
  return most;
}

/** Sum over all threads. */
fn sum_of_columns(thread: u32, value: f32) -> f32 {
  let own = sum_of_lanes(thread, value);
  workgroupBarrier();
  if (thread < ACROSS) { lane_parts[thread] = own; }
  workgroupBarrier();
  var sum = 0.0;
  for (var at = 0u; at < ACROSS; at++) { sum += lane_parts[at]; }
  return sum;
}
