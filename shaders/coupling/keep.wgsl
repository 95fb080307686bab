// Looks at a variable of a field after each of its steps: notes the step at which a value was not finite, and keeps a frame of it where one is due.
// Twin: src/twins/coupling/keep.ts.
#import "lib/window"

struct Frames {
  places: u32,
  channels: u32,  // variables in the buffer
  channel: u32,
  every: u32,     // steps between two of the field's
  frame: u32,     // steps between two frames, a multiple of `every`; 0: none is kept
  at: u32,        // in `traces`: the first frame of a submit
  fault: u32,     // in `control`
}

@group(0) @binding(0) var<uniform> run: Run;
@group(1) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var<uniform> frames: Frames;
@group(0) @binding(2) var<storage, read> field: array<f32>;  // (places x channels)
@group(0) @binding(3) var<storage, read_write> control: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read_write> traces: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let i = (group.x + group.y * grid.x) * 64u + lane;
  let first = atomicLoad(&control[run.steps_at + window.index]);
  let steps = steps_of(first, atomicLoad(&control[run.tails_at + window.index]));
  let end = first + steps;
  if (steps == 0u || end % frames.every != 0u || i >= frames.places) { return; }
  let value = field[i * frames.channels + frames.channel];
  if ((bitcast<u32>(value) & 0x7f800000u) == 0x7f800000u) { atomicMin(&control[frames.fault], end - 1u); }
  if (frames.frame != 0u && end % frames.frame == 0u) {
    let frame = end / frames.frame - atomicLoad(&control[run.steps_at]) / frames.frame - 1u;
    traces[frames.at + frame * frames.places + i] = value;
  }
}
