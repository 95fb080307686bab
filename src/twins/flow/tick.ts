import { FlowClock } from "./flow.ts";

export interface FlowTickShape {
  readonly most: number;
  readonly every: number;
  readonly slots: number;
  readonly turns: number;
  readonly lag: number;
}

/** Twin of shaders/flow/tick.wgsl. */
export function tick({ most, every, slots, turns, lag }: FlowTickShape, clock: Uint32Array): void {
  const steps = Math.min(clock[FlowClock.goal] - clock[FlowClock.step], most);
  clock[FlowClock.step] += steps;
  if (steps < clock[FlowClock.left]) clock[FlowClock.left] -= steps;
  else {
    const past = steps - clock[FlowClock.left];
    clock[FlowClock.left] = every - (past % every);
    clock[FlowClock.slot] = (clock[FlowClock.slot] + 1 + Math.floor(past / every)) % slots;
  }
  if (steps < clock[FlowClock.turn]) clock[FlowClock.turn] -= steps;
  else clock[FlowClock.turn] = turns - ((steps - clock[FlowClock.turn]) % turns);
  clock[FlowClock.place] = (clock[FlowClock.place] + steps) % lag;
}
