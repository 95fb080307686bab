// Adds the synapses of every neuron that spiked in a window into the ring of future steps. A workgroup takes one spike after another,
// its threads stride along the row. Dispatched once for each group of pages that can be bound together; integer adds commute,
// so neither order nor grouping shows in the result. Twin: src/twins/synapse/propagate.ts.
#import "lib/deliver"

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.x + id.y * grid.x;
  let first_step = atomicLoad(&control[run.steps_at + window.index]);
  let begin = atomicLoad(&control[run.tails_at + window.index]);
  let end = atomicLoad(&control[0]);
  if (group == 0u && lane == 0u) { close_window(first_step, begin, end); }
  for (var s = begin + group; s < end; s += pages.workgroups) {
    let row = stretch(s, first_step);
    for (var k = row.x + lane; k < row.y; k += WORKGROUP) {
      let page = (k - pages.first) / run.page_synapses;
      let at = 2u * ((k - pages.first) % run.page_synapses);
      atomicAdd(&ring[cell_of(word(page, at), row.z)], bitcast<i32>(word(page, at + 1u)));
    }
  }
}
