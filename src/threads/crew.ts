import * as platform from "#threads-platform";
import { type GalvaniError, ThreadError } from "../errors.ts";
import { errorOf, type Failure, StoppedError } from "./failure.ts";
import type { Thread } from "./port.ts";

/** Whether threads can share memory here: always in Node, in a browser only where the page is cross-origin isolated. */
export const canShare: boolean = platform.canShare;

/** Threads this machine runs at once. */
export function cores(): number {
  return Math.max(1, platform.cores());
}

/** What a worker is asked, and what it answers; `serve` is the other side. */
export interface Question {
  readonly id: number;
  readonly job: string;
  readonly data: unknown;
}
export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failure: Failure };

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: GalvaniError) => void;
}

/** Worker threads that do the same jobs, each its share. They keep the process alive only while they work, and end with `close`. */
export class Crew {
  private readonly threads: Thread[] = [];
  private readonly pending: Map<number, Pending>[] = [];
  private died: GalvaniError | undefined;
  private next = 0;

  private constructor(readonly count: number) {}

  /** Starts `count` threads from a script that calls `serve`. @throws ThreadError where they do not start */
  static async open(count: number, code: string): Promise<Crew> {
    const crew = new Crew(count);
    try {
      for (let k = 0; k < count; k++) crew.add(platform.start(code, `galvani ${k}`), k);
      await crew.ask("ready", () => undefined);
      return crew;
    } catch (cause) {
      crew.close();
      throw cause instanceof ThreadError ? cause : new ThreadError(`worker threads cannot be started: ${cause}`, { cause });
    }
  }

  /**
   * Gives every thread a job and waits for all. Where one fails, `release` is called so that none waits for it, and the first failure
   * is thrown when all are done.
   * @throws what a job threw; ThreadError where a thread died: the crew is of no use then
   */
  async ask<T>(job: string, data: (thread: number) => unknown, release?: () => void): Promise<T[]> {
    for (const thread of this.threads) thread.hold();
    const answers = this.threads.map((_, k) => this.askOne<T>(k, job, data(k)));
    let failure: GalvaniError | undefined;
    for (const answer of answers)
      answer.catch((error: GalvaniError) => {
        if (failure === undefined || failure instanceof StoppedError) failure = error;
        release?.();
      });
    const settled = await Promise.allSettled(answers);
    for (const thread of this.threads) thread.release();
    if (failure) throw failure;
    return settled.map((result) => (result as PromiseFulfilledResult<T>).value);
  }

  /** Ends the threads. */
  close(): void {
    this.died ??= new ThreadError("the worker threads were ended");
    for (const thread of this.threads) thread.end();
    this.pending.forEach((_, k) => {
      this.rejectAll(k);
    });
  }

  private add(thread: Thread, k: number): void {
    this.threads.push(thread);
    this.pending.push(new Map());
    thread.listen(
      (message) => this.answered(k, message as Answer),
      (reason) => {
        this.died ??= new ThreadError(`a worker thread died: ${reason}; fewer threads need less memory (threads: 1 does without)`);
        this.rejectAll(k);
      },
    );
  }

  private askOne<T>(k: number, job: string, data: unknown): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.died) {
        reject(this.died);
        return;
      }
      const id = this.next++;
      this.pending[k].set(id, { resolve: resolve as (value: unknown) => void, reject });
      const question: Question = { id, job, data };
      this.threads[k].post(question);
    });
  }

  private answered(k: number, answer: Answer): void {
    const pending = this.pending[k].get(answer.id);
    this.pending[k].delete(answer.id);
    if ("failure" in answer) pending?.reject(errorOf(answer.failure));
    else pending?.resolve(answer.value);
  }

  private rejectAll(k: number): void {
    const error = this.died ?? new ThreadError("a worker thread died");
    for (const { reject } of this.pending[k].values()) reject(error);
    this.pending[k].clear();
  }
}
