import { id, type RecordMap, record, text } from "../salesforce/record.ts";

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contact.htm */
export const contactRecord: RecordMap = record(
  "Contact",
  {
    id: id(),
    name: text("Name"),
    email: text("Email"),
    phone: text("Phone"),
    title: text("Title"),
  },
  { keyPrefix: "003", accountColumn: "AccountId", sort: { field: "name", direction: "ASC" } },
);
