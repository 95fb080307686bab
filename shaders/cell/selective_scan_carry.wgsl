// Second pass of a selective scan: the ends of the chunks become what each chunk begins with, and `state` what the last one ends with. A thread is a
// state of a lane. Twin: src/twins/cell/selective_scan_carry.ts.
#import "lib/selective_scan"

@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> sums: array<f32>;            // chunks x lanes
@group(0) @binding(3) var<storage, read_write> ends: array<f32>;      // chunks x states x lanes
@group(0) @binding(4) var<storage, read_write> state: array<f32>;     // states x lanes

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let lanes = shape.batch * shape.channels;
  let count = shape.states * lanes;
  let i = 64u * (group.y * groups.x + group.x) + thread;
  if (i >= count) { return; }
  let lane = i % lanes;
  let rate = parameters[lane % shape.channels * shape.states + i / lanes];
  var h = select(state[i], 0.0, shape.fresh == 1u);
  for (var c = 0u; c < chunks(); c++) {
    let end = ends[c * count + i];
    ends[c * count + i] = h;
    h = decay(sums[c * lanes + lane], rate) * h + end;
  }
  state[i] = h;
}
