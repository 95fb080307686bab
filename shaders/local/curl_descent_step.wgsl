// A step of curl descent: weights minus the rate times what gradient descent would follow, with the sign of the hidden neuron's rule. A thread
// a weight. Networks beyond the limit stay as they are. Twin: src/twins/local/curl_descent_step.ts.

struct Shape {
  networks: u32,
  rows: u32,       // of a network's matrix, row by row
  columns: u32,
  by_column: u32,  // 1: the hidden neuron is the column's, else the row's
  rate: f32,
  limit: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> residuals: array<f32>;        // networks
@group(0) @binding(2) var<storage, read> signs: array<f32>;            // networks x hidden: 1, or -1 where the rule is flipped
@group(0) @binding(3) var<storage, read> gradients: array<f32>;        // networks x rows x columns
@group(0) @binding(4) var<storage, read_write> weights: array<f32>;    // the same

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = 64u * (group.y * groups.x + group.x) + thread;
  let each = shape.rows * shape.columns;
  if (i >= shape.networks * each) { return; }
  let network = i / each;
  if (!(residuals[network] < shape.limit)) { return; }
  let neuron = select(network * shape.rows + i % each / shape.columns, network * shape.columns + i % shape.columns, shape.by_column != 0u);
  weights[i] -= shape.rate * signs[neuron] * gradients[i];
}
