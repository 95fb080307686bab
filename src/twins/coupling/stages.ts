import { drift } from "../field/drift.ts";
import { klein_gordon_kick } from "../field/klein_gordon_kick.ts";
import { tick } from "../field/tick.ts";
import { drive } from "./drive.ts";
import { intake } from "./intake.ts";
import type { StageTwin } from "./stage.ts";

/** Twins of the kernels that take part in windows as stages of a program, by their shader: what a thread makes them from. */
export const stageTwins: Readonly<Record<string, StageTwin>> = {
  "coupling/drive.wgsl": drive,
  "coupling/intake.wgsl": intake,
  "field/drift.wgsl": drift,
  "field/klein_gordon_kick.wgsl": klein_gordon_kick,
  "field/tick.wgsl": tick,
};
