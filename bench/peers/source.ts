import DataLoader from "dataloader";
import type { Connection } from "jsforce";

export interface Row {
  readonly Id: string;
  readonly [column: string]: unknown;
}

export interface Relation {
  readonly sObject: SObject;
  /** The child's column that has the parent's id. */
  readonly foreignKey: string;
}

/** How resolvers read: the only difference between the two peers. */
export interface Source {
  rows(sObject: SObject, clause: string): Promise<readonly Row[]>;
  count(sObject: SObject): Promise<number>;
  byId(sObject: SObject, id: string | null): Promise<Row | null>;
  children(relation: Relation, parentId: string, first: number): Promise<readonly Row[]>;
}

export type SObject = keyof typeof columns;

/** What each type is made of; resolvers of this kind do not look at what is selected. */
export const columns = {
  Account: "Id, Name, AccountNumber, Phone, Industry",
  Contact: "Id, Name, Email, AccountId",
  Asset: "Id, Name, SerialNumber, Status, AccountId, Product2Id, ParentId",
  Product2: "Id, ProductCode, Name",
  Order: "Id, OrderNumber, Status, EffectiveDate, AccountId",
  OrderItem: "Id, Quantity, Product2Id, OrderId",
} as const;

export const orders = {
  Account: "Name",
  Contact: "Name",
  Asset: "Name",
  Product2: "Name",
  Order: "EffectiveDate DESC",
  OrderItem: "Id",
} as const;

/** The usual way: a resolver asks for what it needs. */
export function plainSource(connection: Connection): Source {
  const source: Source = {
    rows: async (sObject, clause) =>
      (await connection.query<Row>(`SELECT ${columns[sObject]} FROM ${sObject} ${clause}`)).records,
    count: async (sObject) => (await connection.query(`SELECT COUNT() FROM ${sObject}`)).totalSize,
    byId: async (sObject, id) =>
      id === null ? null : ((await source.rows(sObject, `WHERE Id = '${id}'`))[0] ?? null),
    children: ({ sObject, foreignKey }, parentId, first) =>
      source.rows(
        sObject,
        `WHERE ${foreignKey} = '${parentId}' ORDER BY ${orders[sObject]}, Id LIMIT ${first}`,
      ),
  };
  return source;
}

/** A URL has room for so many ids. */
const maxBatchSize = 200;

/** With DataLoader: one query a relation, of one GraphQL operation. Lists are cut here, as SOQL has no limit a parent. */
export function loaderSource(connection: Connection): Source {
  const plain = plainSource(connection);
  const byId = new Map<SObject, DataLoader<string, Row | null>>();
  const children = new Map<string, DataLoader<string, readonly Row[]>>();
  const allRows = async (sObject: SObject, clause: string): Promise<readonly Row[]> =>
    await connection
      .query<Row>(`SELECT ${columns[sObject]} FROM ${sObject} ${clause}`)
      .run({
        autoFetch: true,
        maxFetch: 100_000,
      })
      .then(({ records }) => records);

  function rowLoader(sObject: SObject): DataLoader<string, Row | null> {
    return new DataLoader(
      async (ids) => {
        const rows = await allRows(sObject, `WHERE Id IN (${quote(ids)})`);
        const found = new Map(rows.map((row) => [row.Id, row]));
        return ids.map((id) => found.get(id) ?? null);
      },
      { maxBatchSize },
    );
  }

  function childLoader({ sObject, foreignKey }: Relation): DataLoader<string, readonly Row[]> {
    return new DataLoader(
      async (ids) => {
        const clause = `WHERE ${foreignKey} IN (${quote(ids)}) ORDER BY ${orders[sObject]}, Id`;
        const byParent = Map.groupBy(await allRows(sObject, clause), (row) => row[foreignKey]);
        return ids.map((id) => byParent.get(id) ?? []);
      },
      { maxBatchSize },
    );
  }

  return {
    ...plain,
    byId: async (sObject, id) => {
      if (id === null) return null;
      const loader = byId.get(sObject) ?? rowLoader(sObject);
      byId.set(sObject, loader);
      return await loader.load(id);
    },
    children: async (relation, parentId, first) => {
      const name = `${relation.sObject}.${relation.foreignKey}`;
      const loader = children.get(name) ?? childLoader(relation);
      children.set(name, loader);
      return (await loader.load(parentId)).slice(0, first);
    },
  };
}

function quote(ids: readonly string[]): string {
  return ids.map((id) => `'${id}'`).join(", ");
}
