import { expect, test } from "vitest";
import { shapeOfPath, shapeOfQuery } from "../../src/telemetry/shape.ts";

const queries: readonly (readonly [string, string])[] = [
  [
    "SELECT Name FROM Account WHERE Name = 'Acme' LIMIT 11",
    "SELECT Name FROM Account WHERE Name = ? LIMIT ?",
  ],
  [
    "SELECT Id FROM Account WHERE Name = 'O\\'Neil \\\\' AND X__c = 'b'",
    "SELECT Id FROM Account WHERE Name = ? AND X__c = ?",
  ],
  ["SELECT Id FROM Order WHERE Id IN ('801','802', '803')", "SELECT Id FROM Order WHERE Id IN (?)"],
  ["SELECT Id FROM Order WHERE TotalAmount > -12.50", "SELECT Id FROM Order WHERE TotalAmount > ?"],
  ["SELECT Id FROM Order WHERE TotalAmount > USD5000.5", "SELECT Id FROM Order WHERE TotalAmount > ?"],
  [
    "SELECT Id FROM Order WHERE CreatedDate >= 2026-01-02T03:04:05.678Z",
    "SELECT Id FROM Order WHERE CreatedDate >= ?",
  ],
  [
    "SELECT Id FROM Order WHERE CreatedDate >= 2026-01-02T03:04:05+01:00",
    "SELECT Id FROM Order WHERE CreatedDate >= ?",
  ],
  ["SELECT Id FROM Order WHERE EffectiveDate = 2026-01-02", "SELECT Id FROM Order WHERE EffectiveDate = ?"],
  [
    "SELECT Product2Id FROM Asset WHERE IsDeleted = false",
    "SELECT Product2Id FROM Asset WHERE IsDeleted = ?",
  ],
  [
    "SELECT Id, (SELECT Id FROM Contacts ORDER BY Name LIMIT 3) FROM Account WHERE Name = 'a (b) \n c'",
    "SELECT Id, (SELECT Id FROM Contacts ORDER BY Name LIMIT ?) FROM Account WHERE Name = ?",
  ],
  [
    "FIND {Ann \\} secret \\{} IN NAME FIELDS RETURNING Asset(Id WHERE Name = 'x' LIMIT 5)",
    "FIND {?} IN NAME FIELDS RETURNING Asset(Id WHERE Name = ? LIMIT ?)",
  ],
];

test.each(queries)("The shape of %j has no value", (query, shape) => {
  expect(shapeOfQuery(query)).toBe(shape);
});

test.each([
  ["/services/data/v68.0/sobjects/Asset/02iLo0000000001IAA", "/services/data/v68.0/sobjects/Asset/{id}"],
  ["/services/data/v68.0/query?q=SELECT+Id", "/services/data/v68.0/query"],
  [
    "/services/data/v68.0/commerce/webstores/0ZELo0000000001/carts/0a6Lo0000000001IAA/cart-items",
    "/services/data/v68.0/commerce/webstores/{id}/carts/{id}/cart-items",
  ],
  ["/services/oauth2/token", "/services/oauth2/token"],
  ["/services/data/v68.0/composite/deliveryMethods", "/services/data/v68.0/composite/deliveryMethods"],
])("The shape of %s has no record", (path, shape) => {
  expect(shapeOfPath(path)).toBe(shape);
});
