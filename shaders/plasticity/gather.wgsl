// Adds what each synapse of a page, up to date, contributes to the total of its source or target, in fixed point. Twin: src/twins/plasticity/gather.ts.
#import "lib/each_synapse"

@group(0) @binding(3) var<storage, read_write> histories: array<atomic<u32>>;

fn word(at: u32) -> u32 { return atomicLoad(&histories[at]); }

fn due(end: u32) -> bool { return ticks(end); }

fn act(p: Params_rule, s: ptr<function, Synapse_rule>, i: u32, place: u32, end: i32) {
  catch_up(p, s, end, end - 1, false);
  fade(s, end - 1);
  let own = own_contribution(at_step(p, end - 1), s, pre_now(end - 1), post_now(end - 1, end));
  let total = plastic.totals + select(target_place, i, BY_SOURCE);
  atomicAdd(&histories[total], bitcast<u32>(quanta(own, plastic.total_scale)));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  each_synapse(id.x, grid.x, lane);
}
