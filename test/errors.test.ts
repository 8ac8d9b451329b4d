import { readFile } from "node:fs/promises";
import { ApolloServerErrorCode } from "@apollo/server/errors";
import { GraphQLError, locatedError } from "graphql";
import { describe, expect, test } from "vitest";
import { errorCodes, formatError, GatewayError, isClientError } from "../src/errors.ts";

const page = await readFile(new URL("../docs/errors.md", import.meta.url), "utf8");

/** One a code: its name, HTTP status, cause and remedy. */
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((text) => ({
    code: text.slice(0, text.indexOf("\n")),
    status: Number(/^HTTP (\d{3})/m.exec(text)?.[1]),
    text,
  }));

/** What Apollo says where no documents are kept at all. */
const impossible = "PERSISTED_QUERY_NOT_SUPPORTED";

describe("docs/errors.md", () => {
  test("explains exactly the codes there are, in their order and with their HTTP status", () => {
    expect(sections.map(({ code, status }) => [code, status])).toEqual(Object.entries(errorCodes));
  });

  test.each(sections)("says cause and remedy of $code", ({ text }) => {
    expect(text).toMatch(/^\*\*Cause\.\*\* \w.+\n[\s\S]+^\*\*Remedy\.\*\* \w.+/m);
  });
});

describe("The closed list", () => {
  test.each(Object.values(ApolloServerErrorCode).filter((code) => code !== impossible))(
    "has Apollo's own %s",
    (code) => {
      const error = new GraphQLError("", { extensions: { code } });
      const formatted = formatError(error.toJSON(), error);
      expect(Object.keys(errorCodes)).toContain(code);
      expect(formatted.extensions).toEqual({ code });
    },
  );
});

describe("An error", () => {
  test("born as a GatewayError goes out as its sentence and code alone", () => {
    const born = new GatewayError("CONFLICT", "Several machines.", { cause: new Error("SELECT secret") });
    const error = new GraphQLError(born.message, { originalError: born, path: ["asset"] });
    const formatted = { message: error.message, path: ["asset"], extensions: { stacktrace: ["at secret"] } };
    expect(formatError(formatted, error)).toEqual({
      message: "Several machines.",
      path: ["asset"],
      extensions: { code: "CONFLICT" },
    });
    expect(isClientError(error)).toBe(true);
  });

  test.each([
    ["a bug", new TypeError("secret is not a function")],
    ["a library's own", Object.assign(new Error("secret"), { extensions: { code: "P2002" } })],
    [
      "a library's own under a client's code",
      Object.assign(new Error("secret"), { extensions: { code: "BAD_USER_INPUT" } }),
    ],
    ["a value that its type cannot show", new GraphQLError("Int cannot represent secret")],
  ])("that is %s is masked", (_name, thrown) => {
    const error = locatedError(thrown, undefined, ["asset"]);
    const formatted = formatError(error.toJSON(), error);
    expect(formatted).toMatchObject({ path: ["asset"], extensions: { code: "INTERNAL_SERVER_ERROR" } });
    expect(JSON.stringify(formatted)).not.toContain("secret");
    expect(isClientError(error)).toBe(false);
  });
});
