// Counts the window's spikes of a population into cells of a field: integers, so their order does not matter. What is counted stays until the field
// takes it in (coupling/intake.wgsl). Twin: src/twins/coupling/count.ts.
#import "lib/window"

struct Source {
  first: u32,  // neuron of the population
  size: u32,
}

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> source: Source;
@group(0) @binding(2) var<storage, read> cells: array<u32>;  // of each neuron of the population
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read> control: array<u32>;
@group(0) @binding(5) var<storage, read> queue: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>) {
  let mask = (1u << run.neuron_bits) - 1u;
  for (var s = control[run.tails_at + window.index] + id.x; s < control[0]; s += grid.x * 64u) {
    // Of a neuron before the first it is a huge number.
    let place = (queue[s] & mask) - source.first;
    if (place < source.size) { atomicAdd(&counts[cells[place]], 1u); }
  }
}
