// synapse/propagate for synapses of one word: the class at its top names the weight. Twin: src/twins/synapse/propagate_constant.ts.
#import "lib/deliver"

@group(0) @binding(9) var<storage, read> weights: array<i32>;

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
      let place = word((k - pages.first) / run.page_synapses, (k - pages.first) % run.page_synapses);
      atomicAdd(&ring[cell_of(place, row.z)], weights[place >> (32u - run.class_bits)]);
    }
  }
}
