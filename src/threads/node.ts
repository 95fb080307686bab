import { availableParallelism } from "node:os";
import { parentPort, Worker } from "node:worker_threads";
import type { Director, Thread } from "./port.ts";

/** Whether threads can share memory (`#threads-platform` outside a browser). */
export const canShare = true;

/** Threads the machine runs at once. */
export function cores(): number {
  return availableParallelism();
}

/** Starts a worker from a script. */
export function start(code: string, name: string): Thread {
  // Without arguments of the process: flags of a test runner or a profiler are not for a worker.
  const worker = new Worker(code, { eval: true, name, execArgv: [] });
  let ended = false;
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    listen(take, died) {
      let dead = false;
      const dies = (reason: string) => {
        if (!dead && !ended) died(reason);
        dead = true;
      };
      worker.on("message", take);
      worker.on("messageerror", (error) => dies(String(error)));
      worker.on("error", (error) => dies(String(error)));
      worker.on("exit", (exitCode) => dies(`it ended with code ${exitCode}`));
      worker.unref();
    },
    hold: () => worker.ref(),
    release: () => worker.unref(),
    end() {
      ended = true;
      void worker.terminate();
    },
  };
}

/** The thread that started this one. */
export function director(): Director {
  const port = parentPort;
  if (!port) throw new Error("not in a worker");
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    listen: (take) => void port.on("message", take),
  };
}
