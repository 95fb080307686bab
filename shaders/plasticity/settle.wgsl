// Where it was asked for, brings all synapses of a page up to the window's end, and lets the clock act on them. Twin: src/twins/plasticity/settle.ts.
#import "lib/each_synapse"

@group(0) @binding(3) var<storage, read> histories: array<u32>;

fn word(at: u32) -> u32 { return histories[at]; }

fn due(end: u32) -> bool { return true; }

fn act(p: Params_rule, s: ptr<function, Synapse_rule>, i: u32, place: u32, end: i32) {
  catch_up(p, s, end, end - 1, true);
  if (HAS_STEP && !GATHERS && ticks(u32(end))) {
    fade(s, end - 1);
    after_step(at_step(p, end - 1), s, pre_now(end - 1), post_now(end - 1, end), 0.0);
  }
  store_synapse(place, *s);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  each_synapse(id.x, grid.x, lane);
}
