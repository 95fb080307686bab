// The clock's event at each synapse of a page, with the total that gather made. Twin: src/twins/plasticity/apply.ts.
#import "lib/each_synapse"

@group(0) @binding(3) var<storage, read> histories: array<u32>;

fn word(at: u32) -> u32 { return histories[at]; }

fn due(end: u32) -> bool { return ticks(end); }

fn act(p: Params_rule, s: ptr<function, Synapse_rule>, i: u32, place: u32, end: i32) {
  catch_up(p, s, end, end - 1, false);
  fade(s, end - 1);
  let total = f32(bitcast<i32>(word(plastic.totals + select(target_place, i, BY_SOURCE)))) * (1.0 / plastic.total_scale);
  after_step(at_step(p, end - 1), s, pre_now(end - 1), post_now(end - 1, end), total);
  store_synapse(place, *s);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  each_synapse(id.x, grid.x, lane);
}
