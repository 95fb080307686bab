// Rows of pairwise_bernoulli: a thread jumps along a row from hit to hit. Twin: src/twins/synapse/connect_jumps.ts.
#import "lib/connect"

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let thread = thread_of(group, groups, lane);
  if (thread >= job.items) { return; }
  let source = job.first + thread;
  let others = tables[job.link + LINK_TARGETS];
  let barred = link_has(job.link, FLAG_BAR_SELF);
  let start = atomicLoad(&places[row_of(source)]);
  var count = 0u;
  var next = 0u;
  for (var j = 0u; tables[job.link + LINK_POWERS] > 0u; j++) {
    let words = block_of(job.link, source, j, 0u);
    let partner = next + gap(job.link, words.x);
    if (partner >= others) { break; }
    next = partner + 1u;
    if (barred && partner == source) { continue; }
    if (job.counting == 0u && held(start + count)) {
      put(start + count, synapse_of(job.link, words, source, j, 0u, partner));
    }
    count += 1u;
  }
  if (job.counting != 0u) { atomicStore(&places[row_of(source)], count); }
}
