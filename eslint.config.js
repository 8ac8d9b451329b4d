import graphql from "@graphql-eslint/eslint-plugin";

/** Of the printed schema alone: the sources are Biome's. */
export default [
  {
    files: ["**/*.graphql"],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: "schema.graphql" } },
    },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...graphql.configs["flat/schema-recommended"].rules,
      ...graphql.configs["flat/schema-relay"].rules,
      "@graphql-eslint/require-description": [
        "error",
        {
          types: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
        },
      ],
      // Pages go forward only: keysets have no way back.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      // Connections have their nodes beside the edges, payloads have lists, and a service event is no node of its own.
      "@graphql-eslint/relay-edge-types": [
        "error",
        { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false },
      ],
      // Values and what became of a mutation are nothing that is kept.
      "@graphql-eslint/strict-id-in-types": [
        "error",
        {
          exceptions: {
            suffixes: ["Payload", "Connection", "Edge"],
            types: [
              "Address",
              "ApiBudget",
              "AssetCoverage",
              "CartCoupon",
              "CartMessage",
              "CartProblem",
              "CartSync",
              "Money",
              "PageInfo",
              "UserError",
            ],
          },
        },
      ],
      // accountNumber and orderNumber are what everybody calls them.
      "@graphql-eslint/no-typename-prefix": "off",
    },
  },
];
