import { build } from "esbuild";
import { expect, test } from "vitest";
import { wgslEsbuild } from "../../scripts/wgsl.mjs";
import { serve } from "./harness.ts";
import { useBrowser } from "./pages.ts";

const visit = useBrowser();

test("src/gpu runs a kernel in Chromium as it does in Node", async () => {
  const bundle = await build({
    entryPoints: ["tests/browser/smoke-page.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["browser"],
    plugins: [wgslEsbuild],
  });
  const html = '<!doctype html><meta charset="utf-8"><title>t</title><script type="module" src="/page.js"></script>';
  const { page, problems } = await visit(await serve(undefined, { "/index.html": html, "/page.js": bundle.outputFiles[0].text }));
  const result = await page.evaluate("run(70001)");
  expect(problems).toEqual([]);
  expect(result).toMatchObject({
    summary: { kind: "software", backend: "browser" },
    hardware: false,
    equal: true,
    place: "shaders/bench/copy.wgsl:12:23",
    uncaptured: "DeviceError",
  });
});
