import type { Share } from "../lib/share.ts";
import { endOf } from "./gate.ts";

/** The CPU side of a kernel with one uniform struct: the struct, then its buffers. */
export type StageTwin = (shape: never, ...buffers: never[]) => void;

/** A stage of a program in a plan: what its kernel's twin does whenever the clock says so. */
export interface StageSpec {
  /** Fields of the kernel's uniform struct. */
  readonly shape: Readonly<Record<string, number>>;
  /** Steps between two ends of windows at which it runs. */
  readonly every: number;
}

/** The twin of a stage in a window, for one thread's share: it takes `control` before its buffers. One thread does it all. */
export function stageTwin(
  twin: StageTwin,
  { shape, every }: StageSpec,
  share: Share,
): (run: Uint32Array, window: Uint32Array, control: Uint32Array, ...buffers: never[]) => void {
  return (run, window, control, ...buffers) => {
    if (share.index !== 0) return;
    const end = endOf(run, window, control);
    if (end !== 0 && end % every === 0) twin(shape as never, ...buffers);
  };
}
