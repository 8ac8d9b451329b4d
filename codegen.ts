import type { CodegenConfig } from "@graphql-codegen/cli";

/** The published client has no packages below it: the one type that the generated code imports is in document.ts. */
function importOwnDecoration(_file: string, content: string): string {
  return content.replace(/(["'])@graphql-typed-document-node\/core\1/, '"../document.ts"');
}

const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: ["src/client/operations/*.graphql", "examples/*.graphql"],
  emitLegacyCommonJSImports: false,
  hooks: { beforeOneFileWrite: [importOwnDecoration] },
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
        // Bundlers drop the documents that an app does not use.
        pureMagicComment: true,
        scalars: { ID: "string", Date: "string", DateTime: "string", Decimal: "string" },
      },
    },
  },
};

export default config;
