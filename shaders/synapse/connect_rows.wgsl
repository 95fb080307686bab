// Synapses of rows whose length is known and whose partners do not hang on each other: all_to_all, one_to_one, and, repeats allowed,
// fixed_outdegree and fixed_total_number. `lanes` threads share a row. Twin: src/twins/synapse/connect_rows.ts.
#import "lib/connect"

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let thread = thread_of(group, groups, lane);
  if (thread / job.lanes >= job.items) { return; }
  let source = job.first + thread / job.lanes;
  let rule = tables[job.link + LINK_RULE];
  let degree = degree_of(job.link, source);
  let start = atomicLoad(&places[row_of(source)]);
  for (var j = thread % job.lanes; j < degree; j += job.lanes) {
    if (!held(start + j)) { continue; }
    // The block within the source's own; all_to_all leaves out the source itself where that is barred.
    var part = j;
    if (rule == RULE_ALL_TO_ALL && j >= source && link_has(job.link, FLAG_BAR_SELF)) { part = j + 1u; }
    let drawn = rule == RULE_FIXED_OUTDEGREE || rule == RULE_FIXED_TOTAL_NUMBER;
    var words = vec4<u32>(0u);
    if (drawn || !link_has(job.link, FLAG_FIXED)) { words = block_of(job.link, source, part, 0u); }
    var partner = part;
    if (drawn) { partner = partner_of(job.link, words, source, part, tables[job.link + LINK_TARGETS]); }
    if (rule == RULE_ONE_TO_ONE) { partner = source; }
    put(start + j, synapse_of(job.link, words, source, part, source * degree + j, partner));
  }
}
