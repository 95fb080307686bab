import { expect, test } from "vitest";
import { checks } from "../../scripts/qualify/checks.ts";
import { main } from "../../scripts/qualify/cli.ts";
import { ran } from "../cli/terminal.ts";

/** Runs `npm run qualify -- argv` in this process. */
const qualify = (...argv: string[]) => ran(main, argv);

test("--help prints the usage, --list every check, and neither runs any", async () => {
  const help = await qualify("--help");
  expect(help).toMatchObject({ code: 0, err: "" });
  expect(help.out).toMatch(/^Usage: qualify \[options\] \[words\.\.\.\].*--adapter <kind>.*--list/s);
  const list = await qualify("--list");
  expect(list).toMatchObject({ code: 0, err: "" });
  expect(list.out.trimEnd().split("\n")).toHaveLength(checks.length);
  for (const { name } of checks) expect(list.out).toMatch(new RegExp(`^${name} `, "m"));
});

test.each([
  [["--nope"], /unknown option '--nope'/],
  [["--adapter"], /option '--adapter <kind>' argument missing/],
  [["--adapter", "gpu"], /--adapter: "gpu": did you mean "cpu"\?/],
  [["--list", "brunell"], /check: "brunell": no check has this in its name; the checks are: /],
])("bad input %j: exit code 2 and one line", async (argv, message) => {
  const { code, out, err } = await qualify(...argv);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^qualify: [^\n]+\n$/);
  expect(err).toMatch(message);
});
