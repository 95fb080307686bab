// All synapses of a page, where it was asked for that they be up to date at a window's end: what settle, gather and apply share. The kernel declares
// the histories, at binding 3, and `word(at)`, which reads them; says with `due(end)` whether there is anything to do; and acts with
// `act(p, s, i, place, end)` on synapse `s` of source `i`, which lies at `place` of the page. Twin: src/twins/lib/each_synapse.ts.
#import "lib/replay"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> plastic: Plastic;
@group(0) @binding(2) var<storage, read> rule: array<f32>;
@group(0) @binding(4) var<storage, read> rows: array<vec2<u32>>;
@group(0) @binding(5) var<storage, read_write> page: array<u32>;
@group(0) @binding(6) var<storage, read> control: array<u32>;

const WORKGROUP = 64u;

// A workgroup takes one row after another: `group` of `groups`, thread `lane`.
fn each_synapse(group: u32, groups: u32, lane: u32) {
  let first = control[run.steps_at + window.index];
  let end = first + steps_of(first, control[run.tails_at + window.index]);
  if (word(WANTED) != end || word(SETTLED) >= end || !due(end)) { return; }
  let p = params();
  for (var i = group; i < plastic.sources * plastic.instances; i += groups) {
    let from_first = max(rows[i].x, plastic.page_first);
    let row_end = max(from_first, min(rows[i].y, plastic.page_end));
    take_source(i, word(plastic.pre_counts + i));
    for (var k = from_first + lane; k < row_end; k += WORKGROUP) {
      let place = (k - plastic.page_first) * plastic.synapse_words;
      take_synapse(place);
      var s = load_synapse(place);
      act(p, &s, i, place, i32(end));
    }
  }
}
