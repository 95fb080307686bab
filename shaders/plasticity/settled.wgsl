// After settle: notes how far all synapses are and which spikes of the targets none waits for any more, and empties the totals.
// Twin: src/twins/plasticity/settled.ts.
#import "lib/plastic"

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> plastic: Plastic;
@group(0) @binding(2) var<storage, read_write> histories: array<u32>;
@group(0) @binding(3) var<storage, read> control: array<u32>;

fn word(at: u32) -> u32 { return histories[at]; }

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>) {
  let first = control[run.steps_at + window.index];
  let end = first + steps_of(first, control[run.tails_at + window.index]);
  if (word(WANTED) != end) { return; }
  if (id.x == 0u) { histories[SETTLED] = end; }
  let threads = grid.x * 64u;
  for (var k = id.x; k < plastic.total_words; k += threads) { histories[plastic.totals + k] = 0u; }
  if (plastic.post_words == 0u) { return; }
  for (var i = id.x; i < plastic.targets * plastic.instances; i += threads) {
    let count = word(plastic.post_counts + i);
    var n = count;
    loop {
      if (n == 0u || count - n >= plastic.depth) { break; }
      if (step_at(post_mark(i, n - 1u)) + i32(plastic.longest) < i32(end)) { break; }
      n -= 1u;
    }
    histories[plastic.post_done + i] = n;
  }
}
