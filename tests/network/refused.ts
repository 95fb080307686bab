import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { load } from "./files.ts";

/** A network file that is wrong, the place its error names, and part of what it says. */
export type Case = readonly [name: string, file: string | Record<string, unknown>, place: string, says: string];

/** Each case is refused with one line that names the place. */
export function refused(groups: Readonly<Record<string, readonly Case[]>>): void {
  for (const [group, cases] of Object.entries(groups)) {
    describe(group, () => {
      test.each(cases)("%s", async (_name, file, place, says) => {
        const error: unknown = await load(file).catch((e: unknown) => e);
        expect(error).toBeInstanceOf(InputError);
        if (!(error instanceof InputError)) return;
        expect(error.place).toBe(place);
        expect(error.message).toContain(says);
        expect(error.message.startsWith(`${place}: `)).toBe(true);
        expect(error.message).not.toMatch(/[\r\n]/);
        expect(error.message.length).toBeLessThan(400);
        expect(error.exitCode).toBe(2);
      });
    });
  }
}
