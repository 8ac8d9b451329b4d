/** What earlier sub-requests of a composite answered, by referenceId. */
export type Answered = ReadonlyMap<string, { readonly status: number; readonly body: unknown }>;

/** A reference that cannot be followed; the message is Salesforce's. */
export class UnresolvedReference extends Error {}

const whole = /^@\{([^}]+)\}$/;
const anywhere = /@\{([^}]+)\}/g;

/**
 * Replaces every `@{referenceId.path}` in a URL or body by the value an earlier sub-request answered. Throws
 * UnresolvedReference when that sub-request failed or has no such value.
 */
export function resolveReferences(value: unknown, answered: Answered): unknown {
  if (typeof value === "string") return resolveText(value, answered);
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, answered));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveReferences(item, answered)]),
  );
}

/** A string that is one reference takes the value's own type. */
function resolveText(text: string, answered: Answered): unknown {
  const [, expression] = whole.exec(text) ?? [];
  if (expression) return follow(expression, answered);
  return text.replace(anywhere, (_, inner: string) => String(follow(inner, answered)));
}

function follow(expression: string, answered: Answered): unknown {
  const [referenceId = "", ...path] = expression.split(/[.[\]]+/).filter(Boolean);
  const answer = answered.get(referenceId);
  if (answer && answer.status >= 400) {
    throw new UnresolvedReference(
      `Execution halted as previous operation (${referenceId}) was not successful.`,
    );
  }
  const value = path.reduce<unknown>(
    (part, key) => (part as Record<string, unknown> | null)?.[key],
    answer?.body,
  );
  if (value !== undefined && value !== null && typeof value !== "object") return value;
  throw new UnresolvedReference(
    `Invalid reference specified. No value for ${expression} found in ${referenceId}. Provided referenceId ('${expression}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
  );
}
