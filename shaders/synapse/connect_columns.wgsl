// Synapses of fixed_indegree where repeats are allowed. Items are draws, those of a target one after the other; the order of the
// synapses within a row is that of arrival. Twin: src/twins/synapse/connect_columns.ts.
#import "lib/connect"

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let thread = thread_of(group, groups, lane);
  if (thread >= job.items) { return; }
  let degree = tables[job.link + LINK_DEGREE];
  let item = (job.first + thread) / degree;
  let j = (job.first + thread) % degree;
  let words = block_of(job.link, item, j, 0u);
  let source = partner_of(job.link, words, item, j, tables[job.link + LINK_SOURCES]);
  if (job.counting != 0u) {
    atomicAdd(&places[row_of(source)], 1u);
  } else if (wanted(source)) {
    put(atomicAdd(&places[row_of(source)], 1u), synapse_of(job.link, words, item, j, 0u, item));
  }
}
