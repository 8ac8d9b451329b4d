import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // graphql ships CommonJS and ESM side by side; type-graphql loads the CommonJS build, and a second copy
  // fails with "Cannot use GraphQLObjectType from another module or realm".
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["test/**/*.test.ts"],
    // Loading the gateway and having V8 optimise it takes longer than most test files.
    isolate: false,
    setupFiles: ["test/setup.ts"],
    // Vitest itself would leave one core idle, and some tests mostly wait.
    maxWorkers: availableParallelism() + 1,
    // PGlite is WebAssembly that each test file starts once: optimising it takes longer than using it.
    execArgv: ["--liftoff-only"],
    // Some start a dozen processes; a busy machine takes its time for that.
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
