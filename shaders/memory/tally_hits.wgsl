// Counts on how many inputs so many segments fired, and lets the clock go on. Twin: src/twins/memory/tally_hits.ts.

struct Shape {
  inputs: u32,
  words: u32,      // of an input's hits
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> hits: array<u32>;                         // inputs x words
@group(0) @binding(2) var<storage, read_write> clock: array<u32>;                  // inputs so far
@group(0) @binding(3) var<storage, read_write> histogram: array<atomic<u32>>;      // 32 words + 1

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.inputs) { return; }
  var fired = 0u;
  for (var w = 0u; w < shape.words; w++) { fired += countOneBits(hits[i * shape.words + w]); }
  atomicAdd(&histogram[fired], 1u);
  if (i == 0u) { clock[0] += shape.inputs; }
}
