import { CancelledError, GalvaniError, InputError, ThreadError } from "../errors.ts";

/** An error as it travels between threads: classes do not. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly input?: { readonly place: string; readonly value: unknown; readonly remedy: string };
}

/** A thread stopped because another one failed or asked it to: not the cause of anything. */
export class StoppedError extends GalvaniError {}

export function failureOf(error: unknown): Failure {
  if (error instanceof InputError) {
    const { place, value, remedy } = error;
    return { name: error.name, message: error.message, input: { place, value, remedy } };
  }
  if (error instanceof GalvaniError) return { name: error.name, message: error.message };
  return { name: "Error", message: String(error instanceof Error ? (error.stack ?? error) : error) };
}

export function errorOf({ name, message, input }: Failure): GalvaniError {
  if (input) return new InputError(input.place, input.value, input.remedy);
  if (name === "CancelledError") return new CancelledError(message);
  if (name === "StoppedError") return new StoppedError(message);
  if (name === "Error") return new ThreadError(`a worker thread failed: ${message}`);
  return new GalvaniError(message);
}
