// Places in the queue for a thread's spikes. On devices with subgroups lib/reserve_subgroups.wgsl stands here instead (src/simulate/weave.ts).

fn reserve(count: u32) -> u32 {
  if (count == 0u) { return 0u; }
  return atomicAdd(&control[0], count);
}
