// Random words, a normal deviate and a Poisson count for each counter: what `galvani verify` holds against the host.
// Twin: src/twins/verify/random.ts.
#import "lib/philox"
#import "lib/normal"
#import "lib/poisson"

struct Size {
  n: u32,
  key_low: u32,
  key_high: u32,
  normal_at: u32,
}

@group(0) @binding(0) var<uniform> size: Size;
@group(0) @binding(1) var<storage, read> counters: array<u32>;  // four words each
@group(0) @binding(2) var<storage, read> means: array<u32>;     // p0, lambda each
@group(0) @binding(3) var<storage, read> tables: array<u32>;
@group(0) @binding(4) var<storage, read_write> results: array<u32>;  // six words each: philox, normal, poisson

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= size.n) { return; }
  let counter = vec4<u32>(counters[4u * i], counters[4u * i + 1u], counters[4u * i + 2u], counters[4u * i + 3u]);
  let words = philox4x32(vec2<u32>(size.key_low, size.key_high), counter);
  for (var k = 0u; k < 4u; k++) {
    results[6u * i + k] = words[k];
  }
  results[6u * i + 4u] = bitcast<u32>(normal_q26(words.x, size.normal_at));
  results[6u * i + 5u] = poisson_count(words.y, means[2u * i], means[2u * i + 1u]);
}
