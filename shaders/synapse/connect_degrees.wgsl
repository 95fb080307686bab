// Out-degrees of fixed_total_number where repeats are allowed: counts the sources drawn. Items are blocks of four draws.
// Twin: src/twins/synapse/connect_degrees.ts.
#import "lib/connect"

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let thread = thread_of(group, groups, lane);
  if (thread >= job.items) { return; }
  let item = job.first + thread;
  let key = vec2<u32>(tables[HEAD_KEY], tables[HEAD_KEY + 1u]);
  let counter = vec4<u32>(item, 0u, tables[job.link + LINK_SOURCES_STREAM], 0u);
  let words = philox4x32(key, counter);
  let left = tables[job.link + LINK_TOTAL] - 4u * item;
  for (var k = 0u; k < min(left, 4u); k++) {
    atomicAdd(&places[row_of(mulhi(words[k], tables[job.link + LINK_SOURCES]))], 1u);
  }
}
