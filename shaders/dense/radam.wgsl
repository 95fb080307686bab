// One step of RAdam (Liu et al. 2020, algorithm 2, in PyTorch's form) for all parameters; gradients are cleared. The numbers that hang on
// the count of steps come from the host's table, in float64 until there. Twin: src/twins/dense/radam.ts.
// Rates of a batch: rate, and whether it is divided by sqrt(moments.y) + eps.
#import "lib/adam"

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count || clock[HALTED] != 0u) { return; }
  let rate = rates[clock[CURSOR]];
  let moments = moments_of(i);
  parameters[i] -= rate.x * moments.x / select(1.0, sqrt(moments.y) + shape.eps, rate.y != 0.0);
}
