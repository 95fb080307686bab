import cliProgress from "cli-progress";
import type { Io } from "./io.ts";

/** Seconds between two plain lines. */
const LINE_EVERY = 3;
/** Times a second a bar is drawn. */
const BAR_FPS = 10;

/** What a phase says beside its share: the real-time factor of a run. */
type Detail = (share: number, seconds: number) => string;

/**
 * Progress of one phase on stderr: a bar on a terminal, cleared at the end, else a plain line now and then; a short phase says
 * nothing at all.
 */
export class Progress {
  private readonly started: number;
  /** Where the share began to move: what comes before it says nothing about the rest. */
  private first: { readonly share: number; readonly at: number } | undefined;
  private spoken: number;
  private bar: cliProgress.SingleBar | undefined;

  constructor(
    private readonly io: Io,
    private readonly what: string,
    private readonly detail: Detail = () => "",
    private readonly now: () => number = () => performance.now() / 1000,
  ) {
    this.started = this.spoken = now();
  }

  /** @param share of the phase done, 0 to 1 */
  update(share: number): void {
    const seconds = this.now() - this.started;
    const extra = this.detail(share, seconds);
    const left = this.left(share);
    if (this.io.terminal) this.draw(share, [extra, left].filter(Boolean).join(", "));
    else if (this.now() - this.spoken >= LINE_EVERY) {
      this.spoken = this.now();
      this.io.err(
        `${[`${this.what}: ${Math.floor(100 * share)} %`, `${forPeople(seconds)} gone`, extra, left].filter(Boolean).join(", ")}\n`,
      );
    }
  }

  private left(share: number): string {
    if (!(share > 0)) return "";
    const at = this.now();
    this.first ??= { share, at };
    const gone = at - this.first.at;
    return gone < 1 ? "" : `about ${forPeople((gone / (share - this.first.share)) * (1 - share))} left`;
  }

  stop(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  private draw(share: number, rest: string): void {
    if (!this.bar) {
      const format = `${this.what} {bar} {percentage} % {rest}`;
      this.bar = new cliProgress.SingleBar(
        { format, stream: process.stderr, fps: BAR_FPS, clearOnComplete: true, hideCursor: null },
        cliProgress.Presets.shades_classic,
      );
      this.bar.start(1, 0, { rest: "" });
    }
    this.bar.update(Math.min(1, share), { rest });
  }
}

/** Seconds for people: `4.2 s`, `38 s`, `3 min 5 s`. */
export function forPeople(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
