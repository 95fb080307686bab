// Overlaps of states with patterns: the sum over units of entry times state, 32 units a word. A pattern is two planes of bits: where its
// entries are not 0, then, behind those of all patterns, where they are +1. Twin: src/twins/memory/overlaps.ts.

struct Shape {
  replicas: u32,
  patterns: u32,
  words: u32,      // of a state
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> patterns: array<u32>;             // 2 x patterns x words
@group(0) @binding(2) var<storage, read> states: array<u32>;               // replicas x words; a bit is 1 where the state is +1
@group(0) @binding(3) var<storage, read_write> overlaps: array<f32>;       // replicas x patterns

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.replicas * shape.patterns) { return; }
  let state = i / shape.patterns * shape.words;
  let own = i % shape.patterns * shape.words;
  let up = shape.patterns * shape.words + own;
  var same = 0u;
  var all = 0u;
  for (var w = 0u; w < shape.words; w++) {
    let mask = patterns[own + w];
    all += countOneBits(mask);
    same += countOneBits(mask & ~(patterns[up + w] ^ states[state + w]));
  }
  overlaps[i] = f32(i32(2u * same) - i32(all));
}
