import { defineConfig } from "prisma/config";

// For Prisma's own tools; the gateway itself connects as src/stores/postgres.ts says.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.PSQL_CONNECTION_STRING ?? "" },
});
