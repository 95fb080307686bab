// Adds the synapses of every neuron that spiked in a window into the ring of future steps. Dispatched once for each group of pages that
// can be bound together, with any number of workgroups. Twin: src/twins/synapse/propagate.ts.
#import "lib/deliver"

@group(0) @binding(3) var<storage, read> page0: array<vec2<u32>>;
@group(0) @binding(4) var<storage, read> page1: array<vec2<u32>>;
@group(0) @binding(5) var<storage, read> page2: array<vec2<u32>>;

fn add(synapse: vec2<u32>, slot: u32) {
  atomicAdd(&ring[cell_of(synapse.x, slot)], bitcast<i32>(synapse.y));
}

// Page by page: a choice of the page for each synapse would cost more than the adding.
fn deliver(at: u32, end: u32, stride: u32, slot: u32) {
  let size = run.page_synapses;
  var k = at;
  for (; k < min(end, size); k += stride) { add(page0[k], slot); }
  for (; k < min(end, 2u * size); k += stride) { add(page1[k - size], slot); }
  for (; k < end; k += stride) { add(page2[k - 2u * size], slot); }
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  deliver_window((id.x + id.y * grid.x) * WORKGROUP + lane, grid.x * grid.y * WORKGROUP);
}
