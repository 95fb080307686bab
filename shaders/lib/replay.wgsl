// Brings the synapses of one source after another up to date from what is kept of their targets' spikes, and lets the rule act. Every event of a
// synapse happens once, in order, with values computed from the event before: when it is caught up with does not show. The kernel declares, beside
// what lib/plastic asks for, `rule` and `page`. The rule is woven in (src/simulate/weave-rule.ts). Twin: src/twins/lib/replay.ts.
#import "lib/plastic"
#import "lib/traces"

// The source's last spike before: where it is kept, and its step (NEVER: none).
var<private> before: u32;
var<private> before_step: i32;
var<private> first_target: u32;
// Its network.
var<private> instance: u32;
// The synapse being served: its target, steps of the target's spikes to it, one past the newest of them that arrived, step of its last event.
var<private> target_place: u32;
var<private> shift: i32;
var<private> arrived: u32;
var<private> last: i32;

//#traces
//#rule
//#modulators

// Synapses of source `i` follow, `spikes` of whose spikes are over.
fn take_source(i: u32, spikes: u32) {
  instance = i / plastic.sources;
  first_target = instance * plastic.targets;
  before = 0u;
  before_step = NEVER;
  if (spikes == 0u) { return; }
  before = pre_mark(i, spikes - 1u);
  before_step = step_at(before);
}

fn take_synapse(at: u32) {
  let place = page[at];
  target_place = first_target + (place & ((1u << plastic.target_bits) - 1u));
  shift = i32(plastic.delayed * (place >> plastic.target_bits)) - i32(plastic.advance);
}

fn pre_now(step: i32) -> Pre_rule { return pre_at(before, before_step, step - before_step); }

// The target's traces at the synapse at `step`, from spikes that arrived before `limit`.
fn post_now(step: i32, limit: i32) -> Post_rule {
  var n = arrived;
  if (HAS_POST && n > 0u) { if (step_at(post_mark(target_place, n - 1u)) + shift >= limit) { n -= 1u; } }
  if (n == 0u) { return post_at(0u, NEVER, 0); }
  let mark = post_mark(target_place, n - 1u);
  let spiked = step_at(mark);
  return post_at(mark, spiked, step - shift - spiked);
}

// The target's traces at spike `n` of it, without that spike.
fn post_before(n: u32, step: i32) -> Post_rule {
  if (n == 0u) { return post_at(0u, NEVER, 0); }
  let mark = post_mark(target_place, n - 1u);
  let spiked = step_at(mark);
  return post_at(mark, spiked, step - spiked);
}

// Lets the variables decay from the synapse's last event to one at `step`.
fn fade(s: ptr<function, Synapse_rule>, step: i32) {
  if (step > last) { fade_variables(s, step - last); }
  last = step;
}

// Finds the target's spikes that arrive before step `limit` and makes up for those that were not, where there may be any. `now`: step of the
// event this is for.
fn catch_up(p: Params_rule, s: ptr<function, Synapse_rule>, limit: i32, now: i32, pending: bool) {
  let every = i32(plastic.every);
  // The clock acts at the end of a step, after all else.
  var clock = NEVER;
  if (HAS_STEP && every != 0) { clock = now - now % every - 1; }
  last = max(before_step, clock);
  arrived = 0u;
  if (!HAS_POST) { return; }
  let count = word(plastic.post_counts + target_place);
  let low = max(count, plastic.depth) - plastic.depth;
  var n = count;
  while (n > low) {
    if (step_at(post_mark(target_place, n - 1u)) + shift < limit) { break; }
    n -= 1u;
  }
  arrived = n;
  let done = select(max(0, before_step), before_step + 1, POST_FIRST);
  let start = max(i32(word(SETTLED)), done) - shift;
  while (pending && n > low) {
    if (step_at(post_mark(target_place, n - 1u)) < start) { break; }
    n -= 1u;
  }
  if (n > low) { last = max(last, step_at(post_mark(target_place, n - 1u)) + shift); }
  for (; n < arrived; n += 1u) {
    let step = step_at(post_mark(target_place, n));
    fade(s, step + shift);
    after_post(at_step(p, step + shift), s, pre_now(step + shift), post_before(n, step));
  }
}

// Whether the clock acts at the end of a window.
fn ticks(end: u32) -> bool {
  return plastic.every != 0u && end % plastic.every == 0u;
}
