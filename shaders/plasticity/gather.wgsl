// Adds what each synapse of a page, up to date, contributes to the total of its source or target, in fixed point. Twin: src/twins/plasticity/gather.ts.
#import "lib/replay"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> plastic: Plastic;
@group(0) @binding(2) var<storage, read> rule: array<f32>;
@group(0) @binding(3) var<storage, read_write> histories: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read> rows: array<vec2<u32>>;
@group(0) @binding(5) var<storage, read_write> page: array<u32>;
@group(0) @binding(6) var<storage, read> control: array<u32>;

const WORKGROUP = 64u;

fn word(at: u32) -> u32 { return atomicLoad(&histories[at]); }

// A workgroup takes one row after another.
@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3<u32>,
  @builtin(num_workgroups) grid: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = control[run.steps_at + window.index];
  let end = first + steps_of(first, control[run.tails_at + window.index]);
  if (word(WANTED) != end || word(SETTLED) >= end || !ticks(end)) { return; }
  let p = params();
  for (var i = id.x; i < plastic.sources * plastic.instances; i += grid.x) {
    let from_first = max(rows[i].x, plastic.page_first);
    let row_end = max(from_first, min(rows[i].y, plastic.page_end));
    take_source(i, word(plastic.pre_counts + i));
    for (var k = from_first + lane; k < row_end; k += WORKGROUP) {
      let place = (k - plastic.page_first) * plastic.synapse_words;
      take_synapse(place);
      var s = load_synapse(place);
      catch_up(p, &s, i32(end), i32(end) - 1, false);
      fade(&s, i32(end) - 1);
      let own = own_contribution(at_step(p, i32(end) - 1), &s, pre_now(i32(end) - 1), post_now(i32(end) - 1, i32(end)));
      let total = plastic.totals + select(target_place, i, BY_SOURCE);
      atomicAdd(&histories[total], bitcast<u32>(quanta(own, plastic.total_scale)));
    }
  }
}
