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

/** Filled in by the build. */
export const VERSION: string = process.env.GALVANI_VERSION ?? "development";
