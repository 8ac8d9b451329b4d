import type { UserError } from "./user-error.type.ts";

/** One error about a field of `input`, as a payload's userErrors. */
export function inputError(code: UserError["code"], field: string, message: string): UserError[] {
  return [{ code, message, path: field === "" ? ["input"] : ["input", field] }];
}
