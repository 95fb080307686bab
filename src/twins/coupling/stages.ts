import { amari } from "../field/amari.ts";
import { drift } from "../field/drift.ts";
import { etdrk4_finish } from "../field/etdrk4_finish.ts";
import { etdrk4_stage } from "../field/etdrk4_stage.ts";
import { filter } from "../field/filter.ts";
import { klein_gordon_kick } from "../field/klein_gordon_kick.ts";
import { square } from "../field/square.ts";
import { tick } from "../field/tick.ts";
import { wilson_cowan } from "../field/wilson_cowan.ts";
import { fft_join_lines } from "../spectral/fft_join_lines.ts";
import { fft_join_points } from "../spectral/fft_join_points.ts";
import { fft_multiply } from "../spectral/fft_multiply.ts";
import { fft_pack } from "../spectral/fft_pack.ts";
import { fft_pass } from "../spectral/fft_pass.ts";
import { fft_split_lines } from "../spectral/fft_split_lines.ts";
import { fft_split_points } from "../spectral/fft_split_points.ts";
import { fft_unpack } from "../spectral/fft_unpack.ts";
import { drive } from "./drive.ts";
import { intake } from "./intake.ts";
import type { StageTwin } from "./stage.ts";

/** Twins of the kernels that take part in windows as stages of a program, by their shader: what a thread makes them from. */
export const stageTwins: Readonly<Record<string, StageTwin>> = {
  "coupling/drive.wgsl": drive,
  "coupling/intake.wgsl": intake,
  "field/amari.wgsl": amari,
  "field/drift.wgsl": drift,
  "field/etdrk4_finish.wgsl": etdrk4_finish,
  "field/etdrk4_stage.wgsl": etdrk4_stage,
  "field/filter.wgsl": filter,
  "field/klein_gordon_kick.wgsl": klein_gordon_kick,
  "field/square.wgsl": square,
  "field/tick.wgsl": tick,
  "field/wilson_cowan.wgsl": wilson_cowan,
  "spectral/fft_join_lines.wgsl": fft_join_lines,
  "spectral/fft_join_points.wgsl": fft_join_points,
  "spectral/fft_multiply.wgsl": fft_multiply,
  "spectral/fft_pack.wgsl": fft_pack,
  "spectral/fft_pass.wgsl": fft_pass,
  "spectral/fft_split_lines.wgsl": fft_split_lines,
  "spectral/fft_split_points.wgsl": fft_split_points,
  "spectral/fft_unpack.wgsl": fft_unpack,
};
