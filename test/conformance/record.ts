import type { Replays } from "./entry.ts";
import { replayExchanges, seedRecorded } from "./exchange.ts";
import type { Place } from "./org.ts";
import type { Ids } from "./shape.ts";

/** Records created, read, changed, upserted and deleted. */
export const recordReplays: Replays = {
  "crud/bulk-v1-updates-xml.json": replayExchanges({ prepare: seedRecorded }),
  "crud/django-recorded-crud.json": replayExchanges(),
  "crud/get-organization.json": replayExchanges({ typesOnly: true, prepare: findOrganization }),
  "crud/upsert-collections-rest.json": replayExchanges(),
};

async function findOrganization(place: Place, ids: Ids): Promise<void> {
  const [organization] = await place.query("SELECT Id FROM Organization");
  ids.bind("00D0xORGID00000000", String(organization?.Id));
}
