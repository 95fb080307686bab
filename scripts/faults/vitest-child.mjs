/**
 * A vitest that stays up, as a process of its own so that an endless test can be ended: a message { file, pattern, bail, changed } runs the
 * tests of `file` whose names match `pattern` after the files `changed` are read anew, and is answered with
 * { tests: [{ name, state, ms }], errors }. What has not changed is not compiled again, which is most of the time a single run takes.
 */
import { resolve } from "node:path";
import { createVitest } from "vitest/node";

const root = process.cwd();
const vitest = await createVitest("test", { watch: false, root, reporters: [{}], maxWorkers: 1 });

/** Makes vite load these files anew, and what has them inlined: any shader may import a shader, any bundle anything. */
function forget(changed) {
  const shaders = changed.some((path) => path.endsWith(".wgsl"));
  for (const { moduleGraph } of Object.values(vitest.vite.environments)) {
    const stale = [...moduleGraph.idToModuleMap.values()].filter(
      ({ id, file }) => changed.includes(file) || id.endsWith("?bundle") || (shaders && file?.endsWith(".wgsl")),
    );
    // Importers refer to a module, they do not hold its text: counted as seen, they keep theirs.
    for (const module of stale) moduleGraph.invalidateModule(module, new Set(module.importers));
  }
}

/** As patterns see it: the names of its suites before its own. */
const nameOf = ({ name, parent }) => (parent.type === "suite" ? `${nameOf(parent)} ${name}` : name);

async function run({ file, pattern, bail, changed }) {
  forget(changed.map((path) => resolve(root, path)));
  vitest.config.bail = bail;
  vitest.setGlobalTestNamePattern(new RegExp(pattern));
  const specifications = await vitest.globTestSpecifications([file]);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, false);
  const own = testModules.filter(({ moduleId }) => moduleId === resolve(root, file));
  const tests = own
    .flatMap(({ children }) => [...children.allTests()])
    .map((test) => ({ name: nameOf(test), state: test.result().state, ms: test.diagnostic()?.duration ?? 0 }))
    .filter(({ state }) => state !== "skipped");
  const errors = [...unhandledErrors, ...own.flatMap((module) => module.errors())].map(({ message }) => String(message));
  return { tests, errors };
}

process.on("message", async (asked) => {
  try {
    process.send(await run(asked));
  } catch (error) {
    process.send({ tests: [], errors: [String(error)] });
  }
});
process.on("disconnect", () => process.exit());
process.send("ready");
