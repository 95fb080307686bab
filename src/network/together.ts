import type { Crew } from "../threads/crew.ts";
import { StoppedError } from "../threads/failure.ts";
import type { Share } from "../twins/lib/share.ts";

/** Called by a piece of work now and then with the neurons it has done; throws where it is to stop. */
export type Tick = (done: number) => Promise<void> | void;

/** Work that can be done in shares, here or in a worker. */
type Piece<D, R> = (data: D, tick: Tick) => Promise<R>;

/** How building is done: by whom, and who hears of it. */
export interface Hands {
  /** Absent: this thread does everything. */
  readonly crew?: Crew;
  /** Neurons in all. */
  readonly neurons: number;
  /** Called with the share of neurons done; may throw to cancel. */
  readonly onProgress?: (share: number) => Promise<void> | void;
}

/** Words of the board that a crew's threads write their progress to; the first says whether to stop. */
const STOP = 0;
/** ms between two looks at it. */
const LOOK = 40;

/** What a worker is sent. */
export interface Posted<D> {
  readonly data: D;
  readonly board: Int32Array;
  readonly thread: number;
}

/** A piece of work as a worker does it. */
export function posted<D, R>(piece: Piece<D, R>): (message: Posted<D>) => Promise<R> {
  return ({ data, board, thread }) =>
    piece(data, (done) => {
      if (Atomics.load(board, STOP) !== 0) throw new StoppedError("another thread failed, or building was cancelled");
      Atomics.store(board, 1 + thread, done);
    });
}

/**
 * Does a piece of work in shares: all of it here, or each worker its own.
 * @param job the piece's name among a worker's jobs
 * @throws what `onProgress` threw, or what the work did
 */
export async function together<D, R>(job: string, piece: Piece<D, R>, data: (share: Share) => D, hands: Hands): Promise<R[]> {
  const { crew, neurons, onProgress } = hands;
  const report = (done: number) => onProgress?.(neurons === 0 ? 1 : done / neurons);
  if (!crew) return [await piece(data({ index: 0, count: 1 }), report)];
  const board = new Int32Array(new SharedArrayBuffer(4 * (1 + crew.count)));
  const stop = () => Atomics.store(board, STOP, 1);
  const work = crew.ask<R>(job, (thread) => ({ data: data({ index: thread, count: crew.count }), board, thread }), stop);
  let over = false;
  const ended = work.then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  try {
    while (!over) {
      await report(board.subarray(1).reduce((sum, done) => sum + done, 0));
      await soon(ended);
    }
  } catch (error) {
    stop();
    await ended;
    throw error;
  }
  return work;
}

/** When the work ends, or in a moment. */
function soon(ended: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LOOK);
    void ended.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
