import { GalvaniError } from "../errors.ts";

/** Lets one call through at a time: two on the same buffers would mix their numbers. */
export class Turns {
  private busy = false;

  /** @param what "the operator" */
  constructor(private readonly what: string) {}

  /** @throws GalvaniError before an earlier call is done */
  refuseBusy(): void {
    if (this.busy) throw new GalvaniError(`${this.what} is busy: await the call before`);
  }

  /** @throws GalvaniError before an earlier call is done */
  async take<T>(work: () => Promise<T>): Promise<T> {
    this.refuseBusy();
    this.busy = true;
    try {
      return await work();
    } finally {
      this.busy = false;
    }
  }
}
