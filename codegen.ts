import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: ["src/client/operations/*.graphql", "examples/*.graphql"],
  emitLegacyCommonJSImports: false,
  generates: {
    "src/client/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string",
        enumsAsTypes: true,
        strictScalars: true,
        useTypeImports: true,
        scalars: { ID: "string", Date: "string", DateTime: "string", Decimal: "string" },
      },
    },
  },
};

export default config;
