// Synapses of given edges. Items are edges; the order of the synapses within a row is that of arrival.
// Twin: src/twins/synapse/connect_edges.ts.
#import "lib/connect"

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let thread = thread_of(group, groups, lane);
  if (thread >= job.items) { return; }
  let edge = job.first + thread;
  let at = tables[job.link + LINK_EDGES_AT] + edge;
  let source = tables[at];
  if (job.counting != 0u) {
    atomicAdd(&places[row_of(source)], 1u);
  } else if (wanted(source)) {
    var words = vec4<u32>(0u);
    if (!link_has(job.link, FLAG_FIXED)) { words = block_of(job.link, source, edge, 0u); }
    let partner = tables[at + tables[job.link + LINK_TOTAL]];
    put(atomicAdd(&places[row_of(source)], 1u), synapse_of(job.link, words, source, edge, edge, partner));
  }
}
