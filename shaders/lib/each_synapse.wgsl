// All synapses of a page, where it was asked for that they be up to date at a window's end: what settle, gather and apply share. The kernel declares,
// beside what lib/plastic asks for, `run`, `window`, `rows` and `control`; says with `due(end)` whether there is anything to do; and acts with
// `act(p, s, i, place, end)` on synapse `s` of source `i`, which lies at `place` of the page.
#import "lib/replay"

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
