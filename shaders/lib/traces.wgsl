// Exponential decay over whole steps: three tables of a time constant, for steps, 2^10 and 2^20 steps. Only multiplications, so that all adapters
// and the CPU get the same bits. The kernel declares `rule`, which holds the tables. Twin: src/twins/lib/traces.ts.

const DECAY_STEPS = 1024u;

// exp(-steps dt / tau) of the tables at `at`.
fn decay(at: u32, steps: i32) -> f32 {
  let n = u32(steps);
  var x = rule[at + (n & (DECAY_STEPS - 1u))];
  if (n >= DECAY_STEPS) { x *= rule[at + DECAY_STEPS + ((n >> 10u) & (DECAY_STEPS - 1u))]; }
  if (n >= DECAY_STEPS * DECAY_STEPS) { x *= rule[at + 2u * DECAY_STEPS + min(n >> 20u, DECAY_STEPS - 1u)]; }
  return x;
}
