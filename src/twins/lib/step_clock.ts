/** Twin of shaders/lib/field.wgsl: the words of a field's `clock`. */
export const FieldClock = { step: 0, broken: 1, brokenAt: 2 } as const;
export const FIELD_CLOCK_WORDS = 3;
