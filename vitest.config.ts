import { defineConfig } from "vitest/config";
import { bundleVite } from "./scripts/bundle.mjs";
import { wgslVite } from "./scripts/wgsl.mjs";

export default defineConfig({
  plugins: [wgslVite(), bundleVite()],
  test: {
    include: ["tests/**/*.test.ts"],
    // Dawn and its drivers live in the process: each file gets one of its own.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
  },
});
