/** Promises to resolve, one a message. */
const waiting: (() => void)[] = [];
let channel: MessageChannel | undefined;

/**
 * Lets timers, messages, progress and cancellation in before a long computation goes on. Browsers hold nested timers back by 4 ms,
 * so a message to oneself is used there.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
      return;
    }
    if (!channel) {
      channel = new MessageChannel();
      channel.port1.onmessage = () => waiting.shift()?.();
    }
    waiting.push(resolve);
    channel.port2.postMessage(0);
  });
}
