// One step of Adam (Kingma and Ba 2015, algorithm 1, in PyTorch's form) for all parameters; gradients are cleared. The numbers that hang on
// the count of steps come from the host's table, in float64 until there. Twin: src/twins/dense/adam.ts.
// Rates of a batch: lr / (1 - beta1^n), 1 / sqrt(1 - beta2^n).
#import "lib/adam"

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 256u * (group.y * groups.x + group.x) + thread;
  if (i >= shape.count || clock[HALTED] != 0u) { return; }
  let rate = rates[clock[CURSOR]];
  let moments = moments_of(i);
  parameters[i] -= rate.x * moments.x / (sqrt(moments.y) * rate.y + shape.eps);
}
