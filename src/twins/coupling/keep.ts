import type { Share } from "../lib/share.ts";
import { Run } from "../lib/window.ts";
import { endOf } from "./gate.ts";

/** Arguments of the keep kernel in the order of its bindings; `frames`: the words of `struct Frames`. */
type KeepTwin = (
  run: Uint32Array,
  window: Uint32Array,
  frames: Uint32Array,
  field: Float32Array,
  control: Uint32Array,
  traces: Float32Array,
) => void;

/** Twin of shaders/coupling/keep.wgsl; one thread does it all. */
export function keepTwin(share: Share): KeepTwin {
  return (run, window, frames, field, control, traces) => {
    if (share.index !== 0) return;
    const [places, channels, channel, every, frame, at, fault] = frames;
    const end = endOf(run, window, control);
    if (end === 0 || end % every !== 0) return;
    const kept = frame !== 0 && end % frame === 0;
    const first = kept ? at + (end / frame - Math.floor(control[run[Run.steps_at]] / frame) - 1) * places : 0;
    for (let i = 0; i < places; i++) {
      const value = field[i * channels + channel];
      if (!Number.isFinite(value)) control[fault] = Math.min(control[fault], end - 1);
      if (kept) traces[first + i] = value;
    }
  };
}
