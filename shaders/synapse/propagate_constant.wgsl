// synapse/propagate for synapses of one word: the class at its top names the weight. Twin: src/twins/synapse/propagate_constant.ts.
#import "lib/deliver"

@group(0) @binding(3) var<storage, read> page0: array<u32>;
@group(0) @binding(4) var<storage, read> page1: array<u32>;
@group(0) @binding(5) var<storage, read> page2: array<u32>;
@group(0) @binding(9) var<storage, read> weights: array<i32>;

fn add(synapse: u32, slot: u32) {
  atomicAdd(&ring[cell_of(synapse, slot)], weights[synapse >> (32u - run.class_bits)]);
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
