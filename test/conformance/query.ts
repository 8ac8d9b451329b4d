import type { Replay, Replays } from "./entry.ts";
import { replayExchanges, seedRecorded } from "./exchange.ts";
import { compare, compareTypes, createIds } from "./shape.ts";

export const queryReplays: Replays = {
  "query/query-account-full-record-recordcount.json": replayExchanges({ prepare: seedRecorded }),
  "query/query-snowfakery.json": replayExchanges({ typesOnly: true }),
  "query/subquery-parent-and-children.json": replayFamily(),
  "sample-data/de-accounts.query.json": replayCompanies(),
};

/** An account with its parent and its contacts; the sample data has all of them but for who the parent is. */
function replayFamily(): Replay {
  const burlington = "Name = 'Burlington Textiles Corp of America'";
  const soql = `SELECT Id, Name, Parent.Id, Parent.Name, (SELECT Id, Name FROM Contacts) FROM Account WHERE ${burlington}`;
  return {
    data: "sample",
    async run(place, recording) {
      const [child] = await place.query(`SELECT Id FROM Account WHERE ${burlington}`);
      const [parent] = await place.query("SELECT Id FROM Account WHERE Name = 'Dickenson plc'");
      const path = `/services/data/v40.0/sobjects/Account/${child?.Id}`;
      await place.send({ method: "PATCH", path, body: { ParentId: parent?.Id } });
      const answer = await place.send({
        method: "GET",
        path: `/services/data/v40.0/query?q=${encodeURIComponent(soql)}`,
      });
      const given = { status: answer.status, body: answer.body };
      const differences = compare({ status: 200, body: recording }, given, { ids: createIds() });
      return [{ name: "1 GET /v40.0/query", differences }];
    },
  };
}

/** The companies of a Developer Edition, which the sample data has as well, with all fields that were asked for. */
function replayCompanies(): Replay {
  return {
    data: "sample",
    async run(place, recording) {
      const { records } = recording as { records: readonly object[] };
      const fields = Object.keys(records[0] ?? {}).filter((name) => name !== "attributes");
      const path = `/services/data/v68.0/query?q=SELECT+${fields.join(",")}+FROM+Account`;
      const { status, body } = await place.send({ method: "GET", path });
      const differences = compareTypes({ status: 200, body: recording }, { status, body });
      return [{ name: "1 GET /query", differences }];
    },
  };
}
