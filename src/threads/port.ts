/** One end of a line between the thread that directs and a worker. */
interface Port {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
}

/** A worker, as seen by the thread that started it. */
export interface Thread extends Port {
  /** Messages, and why the worker died: called once, not after `end`. */
  listen(take: (message: unknown) => void, died: (reason: string) => void): void;
  /** A worker that is held keeps the process alive; it starts as not held. */
  hold(): void;
  release(): void;
  end(): void;
}

/** The other end, inside the worker. */
export interface Director extends Port {
  listen(take: (message: unknown) => void): void;
}
