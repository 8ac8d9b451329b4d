import { Connection } from "jsforce";
import type { Places } from "./operation.ts";

/** What each operation asks, as somebody writes it by hand who knows SOQL and the data. */
export const floor: Readonly<Record<string, (org: Connection, places: Places) => Promise<unknown>>> = {
  "one account": (org, { accountId }) =>
    ask(org, `SELECT Name, AccountNumber, Phone, Industry FROM Account WHERE Id = '${accountId}'`),
  "machine by serial number": (org, { serialNumber }) =>
    ask(
      org,
      `SELECT Name, Status, Account.Name, Account.Phone, Product2.ProductCode, Product2.Name FROM Asset
       WHERE SerialNumber = '${serialNumber}' LIMIT 2`,
    ),
  "list of 10 accounts": (org) =>
    ask(org, "SELECT Name, AccountNumber, Phone FROM Account ORDER BY Name, Id LIMIT 10"),
  "list of 50 machines, their products and accounts": (org) =>
    ask(
      org,
      "SELECT Name, SerialNumber, Product2.ProductCode, Product2.Name, Account.Name FROM Asset ORDER BY Name, Id LIMIT 50",
    ),
  "list of 200 orders and their accounts": (org) =>
    ask(
      org,
      "SELECT OrderNumber, Status, EffectiveDate, Account.Name FROM Order ORDER BY EffectiveDate DESC, Id LIMIT 200",
    ),
  "an account's page: people, machines, orders with items": (org, { accountId }) =>
    ask(
      org,
      `SELECT Name, (SELECT Name, Email FROM Contacts ORDER BY Name, Id LIMIT 10),
       (SELECT Name, SerialNumber, Product2.ProductCode FROM Assets ORDER BY Name, Id LIMIT 20),
       (SELECT OrderNumber, Status, (SELECT Quantity, Product2.ProductCode, Product2.Name FROM OrderItems ORDER BY Id LIMIT 20)
        FROM Orders ORDER BY EffectiveDate DESC, Id LIMIT 10) FROM Account WHERE Id = '${accountId}'`,
    ),
  "50 accounts with machines, their products, and orders": (org) =>
    ask(
      org,
      `SELECT Name, (SELECT Name, Product2.ProductCode FROM Assets ORDER BY Name, Id LIMIT 10),
       (SELECT OrderNumber, Status FROM Orders ORDER BY EffectiveDate DESC, Id LIMIT 5)
       FROM Account ORDER BY Name, Id LIMIT 50`,
    ),
  "four levels: accounts, machines, parts, parts of parts": (org) =>
    ask(
      org,
      `SELECT Name, (SELECT Name, (SELECT Name, (SELECT Name, Product2.ProductCode FROM ChildAssets ORDER BY Name, Id LIMIT 5)
       FROM ChildAssets ORDER BY Name, Id LIMIT 5) FROM Assets ORDER BY Name, Id LIMIT 5)
       FROM Account ORDER BY Name, Id LIMIT 10`,
    ),
  "an order with its customer's machines": async (org, { orderNumber }) => {
    const [order] = await ask(
      org,
      `SELECT Status, AccountId, Account.Name FROM Order WHERE OrderNumber = '${orderNumber}' LIMIT 2`,
    );
    return await ask(
      org,
      `SELECT Name, SerialNumber, Product2.ProductCode FROM Asset WHERE AccountId = '${order?.AccountId}'
       ORDER BY Name, Id LIMIT 10`,
    );
  },
  "search in three types": (org) =>
    org.search(`FIND {GC1020\\-00000*} IN NAME FIELDS RETURNING Account(Id, Name LIMIT 10),
      Asset(Id, Name, SerialNumber, Account.Name LIMIT 10), Product2(Id, ProductCode, Name LIMIT 10)`),
  "twenty things of four types by id": (org, { ids }) => {
    const of = (prefix: string): string =>
      ids
        .filter((id) => id.startsWith(prefix))
        .map((id) => `'${id}'`)
        .join(", ");
    return askTogether(org, [
      `SELECT Id, Name FROM Account WHERE Id IN (${of("001")})`,
      `SELECT Id, Name, Product2.ProductCode FROM Asset WHERE Id IN (${of("02i")})`,
      `SELECT Id, OrderNumber FROM Order WHERE Id IN (${of("801")})`,
      `SELECT Id, ProductCode, Name FROM Product2 WHERE Id IN (${of("01t")})`,
    ]);
  },
  "a dashboard of five lists": (org) =>
    askTogether(org, [
      "SELECT Name, Industry FROM Account ORDER BY Name, Id LIMIT 5",
      "SELECT Name, Account.Name FROM Asset ORDER BY Name, Id LIMIT 5",
      "SELECT OrderNumber, Status, Account.Name FROM Order ORDER BY EffectiveDate DESC, Id LIMIT 10",
      "SELECT ProductCode, Name FROM Product2 ORDER BY Name, Id LIMIT 10",
      "SELECT COUNT() FROM Account",
    ]),
};

interface Row {
  readonly [column: string]: unknown;
}

export async function connect(loginUrl: string): Promise<Connection> {
  const org = new Connection({
    loginUrl,
    version: "68.0",
    oauth2: { clientId: "local-org", clientSecret: "local-only", loginUrl },
  });
  await org.authorize({ grant_type: "client_credentials" });
  return org;
}

async function ask(org: Connection, soql: string): Promise<readonly Row[]> {
  return (await org.query<Row>(soql)).records;
}

async function askTogether(org: Connection, queries: readonly string[]): Promise<unknown> {
  const base = `/services/data/v${org.version}`;
  return await org.requestPost(`${base}/composite`, {
    compositeRequest: queries.map((soql, index) => ({
      method: "GET",
      url: `${base}/query?q=${encodeURIComponent(soql)}`,
      referenceId: `q${index}`,
    })),
  });
}
