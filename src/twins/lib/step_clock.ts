/** Twin of shaders/lib/step_clock.wgsl: the words of `clock` of a run of fields or rate networks. */
export const StepClock = { step: 0, broken: 1, brokenAt: 2 } as const;
export const STEP_CLOCK_WORDS = 3;
