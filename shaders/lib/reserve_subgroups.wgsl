// lib/reserve with one atomic add a subgroup instead of one a thread: in a burst all threads would wait for the same word. All threads
// of a workgroup come here together. Needs `enable subgroups;` at the top of the kernel.

fn reserve(count: u32) -> u32 {
  let before = subgroupExclusiveAdd(count);
  let all = subgroupAdd(count);
  var first = 0u;
  if (subgroupElect() && all != 0u) { first = atomicAdd(&control[0], all); }
  return subgroupBroadcastFirst(first) + before;
}
