// Moves the clock of a flow on by what `integrate` or `delay` has just done. Twin: src/twins/flow/tick.ts.
#import "lib/flow_clock"

struct Shape {
  most: u32,
  every: u32,
  slots: u32,
  turns: u32,
  lag: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read_write> clock: array<u32>;

@compute @workgroup_size(1)
fn main() {
  let steps = min(clock[GOAL] - clock[STEP], shape.most);
  clock[STEP] += steps;
  if (steps < clock[LEFT]) {
    clock[LEFT] -= steps;
  } else {
    let past = steps - clock[LEFT];
    clock[LEFT] = shape.every - past % shape.every;
    clock[SLOT] = (clock[SLOT] + 1u + past / shape.every) % shape.slots;
  }
  if (steps < clock[TURN]) {
    clock[TURN] -= steps;
  } else {
    clock[TURN] = shape.turns - (steps - clock[TURN]) % shape.turns;
  }
  clock[PLACE] = (clock[PLACE] + steps) % shape.lag;
}
