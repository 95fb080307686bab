/** The cpu executor's threads in a page: there where it is cross-origin isolated, one thread and a note where it is not. */
import { existsSync } from "node:fs";
import type { Page } from "puppeteer-core";
import { beforeAll, expect, test } from "vitest";
import { busy } from "../simulate/networks.ts";
import { ISOLATED, type OpenPage, serve } from "./harness.ts";
import { useBrowser } from "./pages.ts";

const HTML = '<!doctype html><meta charset="utf-8"><script type="module">globalThis.galvani = await import("./browser.js");</script>';
/** Runs a network in a worker of the page's own, as pages that compute should. */
const OWN_WORKER = `import * as galvani from "./browser.js";
onmessage = async ({ data: [network, options] }) => {
  const sim = await galvani.simulate(network, options);
  await sim.run(30);
  postMessage({ threads: sim.threads, note: sim.note, adapter: sim.adapter, digest: sim.digest });
  sim.destroy();
};`;

beforeAll(() => {
  if (!existsSync("dist/browser.js")) throw new Error("dist/browser.js is missing: run npm run build");
});
const visit = useBrowser();

async function opened(headers: Readonly<Record<string, string>>): Promise<OpenPage> {
  const open = await visit(await serve("dist", { "/index.html": HTML, "/own.js": OWN_WORKER }, headers));
  await open.page.waitForFunction("globalThis.galvani !== undefined");
  return open;
}

const network = JSON.stringify({ galvani: 1, dt: 0.1, ...busy() });

const onPage = (page: Page, options: object) =>
  page.evaluate(`(async () => {
    const sim = await galvani.simulate(${network}, ${JSON.stringify(options)});
    await sim.run(30);
    const found = { threads: sim.threads, note: sim.note, adapter: sim.adapter, digest: sim.digest };
    sim.destroy();
    return found;
  })()`) as Promise<{ threads: number; note?: string; adapter: string; digest: string }>;

const inWorker = (page: Page, options: object) =>
  page.evaluate(`new Promise((resolve, reject) => {
    const worker = new Worker("./own.js", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage([${network}, ${JSON.stringify(options)}]);
  })`) as ReturnType<typeof onPage>;

test("an isolated page runs on threads, from the page itself and from a worker of its own", async () => {
  const { page, problems } = await opened(ISOLATED);
  const one = await onPage(page, { adapter: "cpu", threads: 1 });
  expect(one).toMatchObject({ threads: 1, adapter: "cpu (1 thread)" });
  expect(one.note).toBeUndefined();
  for (const threads of [2, 3]) {
    const several = { threads, adapter: `cpu (${threads} threads)`, digest: one.digest };
    expect(await onPage(page, { adapter: "cpu", threads })).toEqual(several);
    expect(await inWorker(page, { adapter: "cpu", threads })).toEqual(several);
  }
  expect(problems).toEqual([]);
});

test("a page that is not isolated runs on one thread, and says why", async () => {
  const { page, problems } = await opened({});
  const isolated = await opened(ISOLATED);
  const found = await onPage(page, { adapter: "cpu", threads: 2 });
  expect(found.note).toMatch(/one thread: this page is not cross-origin isolated/);
  expect({ ...found, note: undefined }).toEqual({ ...(await onPage(isolated.page, { adapter: "cpu", threads: 1 })), note: undefined });
  expect(problems).toEqual([]);
});
