// synapse/propagate for synapses of one word: the class at its top names the weight. Twin: src/twins/synapse/propagate_constant.ts.
#import "lib/deliver"

alias Synapse = u32;
@group(0) @binding(9) var<storage, read> weights: array<i32>;

fn add(synapse: Synapse, slot: u32) {
  atomicAdd(&ring[cell_of(synapse, slot)], weights[synapse >> (32u - run.class_bits)]);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  deliver_window((id.x + id.y * grid.x) * WORKGROUP + lane, grid.x * grid.y * WORKGROUP);
}
