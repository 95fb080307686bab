// Adds the synapses of every neuron that spiked in a window into the ring of future steps. Dispatched once for each group of pages that
// can be bound together, with any number of workgroups. Twin: src/twins/synapse/propagate.ts.
#import "lib/deliver"

alias Synapse = vec2<u32>;

fn add(synapse: Synapse, slot: u32) {
  atomicAdd(&ring[cell_of(synapse.x, slot)], bitcast<i32>(synapse.y));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  deliver_window((id.x + id.y * grid.x) * WORKGROUP + lane, grid.x * grid.y * WORKGROUP);
}
