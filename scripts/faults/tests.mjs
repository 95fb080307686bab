/** Runs tests of a worktree, a file and a pattern of names at a time, and ends those that do not end by themselves. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const CHILD = fileURLToPath(new URL("vitest-child.mjs", import.meta.url));

/** ms that tests may take: a fault may make a loop endless. */
const LONGEST_MS = 300_000;

export class Tests {
  #folder;
  #child;
  #changed = [];

  /** `folder`: the checkout whose tests are run. */
  constructor(folder) {
    this.#folder = folder;
  }

  /** A file of the checkout (path from its root) was written. */
  changed(path) {
    this.#changed.push(path);
  }

  /**
   * Runs the tests of `file` whose names match `pattern` (all by default); with `bail`, until that many have failed.
   * Gives { tests: [{ name, state: "passed" | "failed", ms }], errors: messages of what went wrong outside tests }.
   */
  async run(file, pattern = "", bail = 0, longest_ms = LONGEST_MS) {
    const child = await this.#started();
    const changed = this.#changed.splice(0);
    return new Promise((done) => {
      const finish = (answer) => {
        clearTimeout(limit);
        child.off("message", finish);
        child.off("exit", died);
        done(answer);
      };
      const died = () => {
        this.#child = undefined;
        finish({ tests: [], errors: ["the tests' process died"] });
      };
      const limit = setTimeout(() => {
        this.end();
        finish({ tests: [], errors: [`no end after ${longest_ms / 1000} s`] });
      }, longest_ms);
      child.once("message", finish);
      child.once("exit", died);
      child.send({ file, pattern, bail, changed });
    });
  }

  /** Ends the process, and with it all that it has started. */
  end() {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    child.removeAllListeners();
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  }

  #started() {
    if (this.#child) return this.#child;
    // A process group of its own, so that all of it can be ended.
    this.#child = fork(CHILD, { cwd: this.#folder, detached: true, stdio: "ignore" });
    return new Promise((done) => this.#child.once("message", () => done(this.#child)));
  }
}
