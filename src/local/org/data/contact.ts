import type { Row } from "../row.ts";
import type { RecordMaker } from "./record-maker.ts";

type Person = readonly [
  firstName: string,
  lastName: string,
  title: string | null,
  department: string | null,
  company: string,
  emailDomain: string,
];

/** The contacts every Developer Edition org starts with; the e-mail addresses are of our own making. */
const people: readonly Person[] = [
  ["Rose", "Gonzalez", "SVP, Procurement", "Procurement", "Edge Communications", "edge"],
  ["Sean", "Forbes", "CFO", "Finance", "Edge Communications", "edge"],
  ["Jack", "Rogers", "VP, Facilities", null, "Burlington Textiles Corp of America", "burlington"],
  ["Pat", "Stumuller", "SVP, Administration and Finance", "Finance", "Pyramid Construction Inc.", "pyramid"],
  ["Andy", "Young", "SVP, Operations", "Internal Operations", "Dickenson plc", "dickenson"],
  ["Tim", "Barr", "SVP, Administration and Finance", "Finance", "Grand Hotels & Resorts Ltd", "grandhotels"],
  ["John", "Bond", "VP, Facilities", "Facilities", "Grand Hotels & Resorts Ltd", "grandhotels"],
  ["Stella", "Pavlova", "SVP, Production", "Production", "United Oil & Gas Corp.", "uog"],
  ["Lauren", "Boyle", "SVP, Technology", "Technology", "United Oil & Gas Corp.", "uog"],
  ["Babara", "Levy", "SVP, Operations", "Operations", "Express Logistics and Transport", "expresslt"],
  [
    "Josh",
    "Davis",
    "Director, Warehouse Mgmt",
    "Warehouse Mgmt",
    "Express Logistics and Transport",
    "expresslt",
  ],
  ["Jane", "Grey", "Dean of Administration", "Administration", "University of Arizona", "arizona"],
  ["Arthur", "Song", "CEO", "Executive Team", "United Oil & Gas Corp.", "uog"],
  ["Ashley", "James", "VP, Finance", "Finance", "United Oil & Gas, UK", "uog"],
  ["Tom", "Ripley", "Regional General Manager", "Executive Team", "United Oil & Gas, Singapore", "uog"],
  ["Liz", "D'Cruz", "VP, Production", "Production", "United Oil & Gas, Singapore", "uog"],
  ["Edna", "Frank", "VP, Technology", "Technology", "GenePoint", "genepoint"],
  ["Avi", "Green", "CFO", "Finance", "United Oil & Gas Corp.", "uog"],
  ["Siddartha", "Nedaerk", null, null, "sForce", "sforce"],
  ["Jake", "Llorrac", null, null, "sForce", "sforce"],
];

/** Contact rows by account id. */
export function makeContacts(
  maker: RecordMaker,
  companies: ReadonlyMap<string, Row>,
): ReadonlyMap<string, readonly Row[]> {
  const rows = people.map((person, index) => {
    const createdDate = `2024-09-${String(index + 3).padStart(2, "0")}T09:15:00.000+0000`;
    return maker.make("Contact", createdDate, toContact(person, companies));
  });
  return Map.groupBy(rows, (row) => String(row.AccountId));
}

function toContact(
  [firstName, lastName, title, department, company, emailDomain]: Person,
  companies: ReadonlyMap<string, Row>,
) {
  const account = companies.get(company);
  const mailbox = `${firstName}.${lastName}`.toLowerCase().replaceAll("'", "");
  return {
    FirstName: firstName,
    LastName: lastName,
    Name: `${firstName} ${lastName}`,
    Title: title,
    Department: department,
    Email: `${mailbox}@${emailDomain}.example`,
    Phone: account?.Phone ?? null,
    AccountId: account?.Id ?? null,
    MailingStreet: account?.BillingStreet ?? null,
    MailingCity: account?.BillingCity ?? null,
    MailingState: account?.BillingState ?? null,
    MailingPostalCode: account?.BillingPostalCode ?? null,
    MailingCountry: account?.BillingCountry ?? null,
  };
}
