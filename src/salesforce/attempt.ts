import type { PromiseOrValue } from "graphql/jsutils/PromiseOrValue.js";
import { isUnknownToSalesforce } from "./failure.ts";
import type { Planner } from "./planner.ts";
import type { QueryTrace } from "./query-batch.ts";
import type { OrgTraits } from "./record.ts";
import type { Visibility } from "./visibility.ts";

export interface Attempts<Operation> {
  read<T>(read: (operation: Operation) => PromiseOrValue<T>): PromiseOrValue<T>;
  /** What was read so far is not told any more. */
  restart(): void;
}

interface AttemptOptions<Operation> {
  readonly org: OrgTraits;
  readonly trace: QueryTrace;
  begin(): Operation;
}

/**
 * Salesforce refuses a whole query for one column that the acting user may not see. What else it hides of the records
 * of the operation is then found out, and the read made once more without that.
 */
export function createAttempts<Operation extends { readonly planner: Planner }>(
  visibility: Visibility,
  { org, trace, begin }: AttemptOptions<Operation>,
): Attempts<Operation> {
  const start = () => ({ operation: begin(), version: visibility.version });
  let current = start();

  /** Whether something is hidden that the attempt did not know of. */
  async function learn({ operation, version }: typeof current): Promise<boolean> {
    if (await visibility.learn(operation.planner.records, org)) {
      trace.apiCalls += 1;
      trace.roundTrips += 1;
    }
    return visibility.version > version;
  }

  return {
    read: (read) => {
      const attempt = current;
      const answer = read(attempt.operation);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch(async (error: unknown) => {
        if (!isUnknownToSalesforce(error) || !(await learn(attempt))) throw error;
        if (current === attempt) current = start();
        return await read(current.operation);
      });
    },
    restart: () => {
      current = start();
    },
  };
}
