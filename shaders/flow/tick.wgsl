// Moves the clock of a flow on by what `integrate` or `delay` has just done. Twin: src/twins/flow/tick.ts.

struct Shape {
  most: u32,
  every: u32,
  slots: u32,
  turns: u32,
  lag: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read_write> clock: array<u32>; // steps done, goal, steps until a frame, its slot, steps until a basis, place of the past

@compute @workgroup_size(1)
fn main() {
  let steps = min(clock[1] - clock[0], shape.most);
  clock[0] += steps;
  if (steps < clock[2]) {
    clock[2] -= steps;
  } else {
    let past = steps - clock[2];
    clock[2] = shape.every - past % shape.every;
    clock[3] = (clock[3] + 1u + past / shape.every) % shape.slots;
  }
  if (steps < clock[4]) {
    clock[4] -= steps;
  } else {
    clock[4] = shape.turns - (steps - clock[4]) % shape.turns;
  }
  clock[5] = (clock[5] + steps) % shape.lag;
}
