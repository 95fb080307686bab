import type { Director, Thread } from "./port.ts";

/** Whether threads can share memory (`#threads-platform` under the condition `browser`): only where the page is cross-origin isolated. */
export const canShare: boolean = globalThis.crossOriginIsolated === true;

/** Threads the machine runs at once. */
export function cores(): number {
  return (globalThis.navigator as Navigator | undefined)?.hardwareConcurrency ?? 1;
}

/** Starts a worker from a script. */
export function start(code: string, name: string): Thread {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url, { name });
  let ended = false;
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    listen(take, died) {
      worker.onmessage = ({ data }) => {
        // It has been loaded.
        URL.revokeObjectURL(url);
        take(data);
      };
      worker.onmessageerror = () => died("a message could not be read");
      worker.onerror = (event) => {
        event.preventDefault();
        if (!ended) died(event.message || "it could not be started");
      };
    },
    hold() {},
    release() {},
    end() {
      ended = true;
      worker.terminate();
    },
  };
}

/** The thread that started this one. */
export function director(): Director {
  const scope = self as unknown as DedicatedWorkerGlobalScope;
  return {
    post: (message, transfer = []) => scope.postMessage(message, [...transfer]),
    listen(take) {
      scope.onmessage = ({ data }) => take(data);
    },
  };
}
