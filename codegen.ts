import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: ["src/client/operations/*.graphql", "examples/*.graphql"],
  emitLegacyCommonJSImports: false,
  generates: {
    "src/client/generated/": {
      preset: "client",
      // Also prints persisted-documents.json: what a gateway with ONLY_PERSISTED_DOCUMENTS answers.
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: "sha256" } },
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
