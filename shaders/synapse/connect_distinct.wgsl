// Partners drawn without repeats: fixed_outdegree and fixed_total_number (items are sources), fixed_indegree (items are targets; their
// order within a row is that of arrival). A thread draws for an item, one partner after another, and marks those taken.
// Twin: src/twins/synapse/connect_distinct.ts.
#import "lib/connect"

// A bit a partner; word w of thread t is at w * lanes + t.
@group(0) @binding(5) var<storage, read_write> taken: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let thread = thread_of(group, groups, lane);
  if (thread >= job.items) { return; }
  let item = job.first + thread;
  let columns = tables[job.link + LINK_RULE] == RULE_FIXED_INDEGREE;
  let others = tables[job.link + select(LINK_TARGETS, LINK_SOURCES, columns)];
  for (var w = 0u; w < (others + 31u) / 32u; w++) { taken[w * job.lanes + thread] = 0u; }
  let degree = degree_of(job.link, item);
  let start = atomicLoad(&places[row_of(select(item, 0u, columns))]);
  for (var j = 0u; j < degree; j++) {
    let words = block_of(job.link, item, j, 0u);
    var partner = mulhi(words.x, others);
    for (var attempt = 1u; is_taken(partner, thread, item); attempt++) {
      partner = mulhi(block_of(job.link, item, j, attempt).x, others);
    }
    taken[(partner / 32u) * job.lanes + thread] |= 1u << (partner % 32u);
    if (columns) {
      if (job.counting != 0u) { atomicAdd(&places[row_of(partner)], 1u); }
      else if (wanted(partner)) {
        put(atomicAdd(&places[row_of(partner)], 1u), synapse_of(job.link, words, item, j, 0u, item));
      }
    } else if (held(start + j)) {
      put(start + j, synapse_of(job.link, words, item, j, 0u, partner));
    }
  }
}

fn is_taken(partner: u32, thread: u32, item: u32) -> bool {
  if (partner == item && link_has(job.link, FLAG_BAR_SELF)) { return true; }
  return ((taken[(partner / 32u) * job.lanes + thread] >> (partner % 32u)) & 1u) != 0u;
}
