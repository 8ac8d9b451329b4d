import { organizationId, orgUsers } from "../oauth/user.ts";
import type { Row } from "../row.ts";
import type { RecordMaker } from "./record-maker.ts";

const createdDate = "2024-09-01T08:00:00.000+0000";

/** The records every org has, even an empty one: the organization itself and its users. */
export function makePeople(maker: RecordMaker): void {
  maker.make("Organization", createdDate, {
    Id: organizationId,
    Name: "Local Org",
    OrganizationType: "Developer Edition",
    InstanceName: "LO1",
    IsSandbox: false,
    Country: "US",
    LanguageLocaleKey: "en_US",
    TimeZoneSidKey: "Etc/UTC",
  });
  for (const user of orgUsers) {
    maker.make("User", createdDate, {
      Id: user.id,
      Username: user.username,
      FirstName: user.firstName,
      LastName: user.lastName,
      Name: `${user.firstName} ${user.lastName}`,
      Email: user.username,
      Alias: user.username.slice(0, 8),
      IsActive: true,
      UserType: user.profile.allData ? "Standard" : "PowerCustomerSuccess",
      TimeZoneSidKey: "Etc/UTC",
      LocaleSidKey: "en_US",
      LanguageLocaleKey: "en_US",
    });
  }
}

/** The companies of the customers' people, each for their own. */
export function shareAccounts(maker: RecordMaker, companies: ReadonlyMap<string, Row>): void {
  for (const user of orgUsers) {
    for (const name of user.accounts) {
      maker.make("AccountShare", createdDate, {
        AccountId: companies.get(name)?.Id ?? null,
        UserOrGroupId: user.id,
        AccountAccessLevel: "Edit",
        RowCause: "Manual",
      });
    }
  }
}
