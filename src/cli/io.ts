import { CancelledError } from "../errors.ts";

/** Exit code of a command that Ctrl-C ended. */
export const INTERRUPTED = 130;

/** What a command talks to: the terminal, or a test's buffers. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether stderr is a terminal. */
  readonly terminal: boolean;
  /** Calls back on Ctrl-C, once; the result takes the handler away. */
  readonly onInterrupt: (stop: () => void) => () => void;
}

/**
 * Does work that Ctrl-C cancels, and says so in one line.
 * @param lost what then becomes of the work: "nothing was recorded"
 * @returns the work's exit code, or `INTERRUPTED`
 */
export async function interruptible(io: Io, lost: string, work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const abort = new AbortController();
  const release = io.onInterrupt(() => abort.abort(new CancelledError("interrupted")));
  try {
    return await work(abort.signal);
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    io.err(`galvani: ${error.message}; ${lost}\n`);
    return INTERRUPTED;
  } finally {
    release();
  }
}

/** The process's own streams. A second Ctrl-C ends it at once. */
export const processIo: Io = {
  out: (text) => {
    process.stdout.write(text);
  },
  err: (text) => {
    process.stderr.write(text);
  },
  terminal: process.stderr.isTTY === true,
  onInterrupt: (stop) => {
    process.once("SIGINT", stop);
    return () => process.removeListener("SIGINT", stop);
  },
};
