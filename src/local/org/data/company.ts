import type { Row } from "../row.ts";
import type { RecordMaker } from "./record-maker.ts";

type Address = readonly [
  street: string,
  city: string,
  state: string | null,
  postalCode: string | null,
  country: string | null,
];

interface Company {
  readonly name: string;
  readonly accountNumber: string;
  readonly profile: readonly [type: string | null, industry: string | null, rating: string | null];
  readonly size: readonly [annualRevenue: number | null, employees: number | null];
  readonly reach: readonly [phone: string, fax: string, website: string];
  readonly address: Address;
  readonly parent?: string;
}

const direct = "Customer - Direct";
const channel = "Customer - Channel";

/** The companies every Developer Edition org starts with. */
const companies: readonly Company[] = [
  {
    name: "GenePoint",
    accountNumber: "CC978213",
    profile: [channel, "Biotechnology", "Cold"],
    size: [30_000_000, 265],
    reach: ["(650) 867-3450", "(650) 867-9895", "www.genepoint.com"],
    address: ["345 Shoreline Park", "Mountain View", "CA", "94043", "USA"],
  },
  {
    name: "United Oil & Gas Corp.",
    accountNumber: "CD355118",
    profile: [direct, "Energy", "Hot"],
    size: [5_600_000_000, 145_000],
    reach: ["(212) 842-5500", "(212) 842-5501", "http://www.uos.com"],
    address: ["1301 Avenue of the Americas", "New York", "NY", "10019", "USA"],
  },
  {
    name: "United Oil & Gas, UK",
    accountNumber: "CD355119-A",
    profile: [direct, "Energy", null],
    size: [null, 24_000],
    reach: ["+44 191 4956203", "+44 191 4956620", "http://www.uos.com"],
    address: [
      "Kings Park, 17th Avenue, Team Valley Trading Estate",
      "Gateshead",
      "Tyne and Wear",
      "NE26 3HS",
      "United Kingdom",
    ],
    parent: "United Oil & Gas Corp.",
  },
  {
    name: "United Oil & Gas, Singapore",
    accountNumber: "CD355120-B",
    profile: [direct, "Energy", null],
    size: [null, 3_000],
    reach: ["(650) 450-8810", "(650) 450-8820", "http://www.uos.com"],
    address: ["9 Tagore Lane", "Singapore", null, "787472", "Singapore"],
    parent: "United Oil & Gas Corp.",
  },
  {
    name: "Edge Communications",
    accountNumber: "CD451796",
    profile: [direct, "Electronics", "Hot"],
    size: [139_000_000, 1_000],
    reach: ["(512) 757-6000", "(512) 757-9000", "http://edgecomm.com"],
    address: ["312 Constitution Place", "Austin", "TX", "78767", "USA"],
  },
  {
    name: "Burlington Textiles Corp of America",
    accountNumber: "CD656092",
    profile: [direct, "Apparel", "Warm"],
    size: [350_000_000, 9_000],
    reach: ["(336) 222-7000", "(336) 222-8000", "www.burlington.com"],
    address: ["525 S. Lexington Ave", "Burlington", "NC", "27215", "USA"],
  },
  {
    name: "Pyramid Construction Inc.",
    accountNumber: "CC213425",
    profile: [channel, "Construction", null],
    size: [950_000_000, 2_680],
    reach: ["(014) 427-4427", "(014) 427-4428", "www.pyramid.com"],
    address: ["2 Place Jussieu", "Paris", null, "75251", "France"],
  },
  {
    name: "Dickenson plc",
    accountNumber: "CC634267",
    profile: [channel, "Consulting", null],
    size: [50_000_000, 120],
    reach: ["(785) 241-6200", "(785) 241-6201", "dickenson-consulting.com"],
    address: ["1301 Hoch Drive", "Lawrence", "KS", "66045", "USA"],
  },
  {
    name: "Grand Hotels & Resorts Ltd",
    accountNumber: "CD439877",
    profile: [direct, "Hospitality", "Warm"],
    size: [500_000_000, 5_600],
    reach: ["(312) 596-1000", "(312) 596-1500", "www.grandhotels.com"],
    address: ["2334 N. Michigan Avenue, Suite 1500", "Chicago", "IL", "60601", "USA"],
  },
  {
    name: "Express Logistics and Transport",
    accountNumber: "CC947211",
    profile: [channel, "Transportation", "Cold"],
    size: [950_000_000, 12_300],
    reach: ["(503) 421-7800", "(503) 421-7801", "www.expressl&t.net"],
    address: ["620 SW 5th Avenue, Suite 400", "Portland", "OR", "97204", "USA"],
  },
  {
    name: "University of Arizona",
    accountNumber: "CD736025",
    profile: [direct, "Education", "Warm"],
    size: [null, 39_000],
    reach: ["(520) 773-9050", "(520) 773-9060", "www.universityofarizona.com"],
    address: ["888 N Euclid, Hallis Center, Room 501", "Tucson", "AZ", "85721", "USA"],
  },
  {
    name: "sForce",
    accountNumber: "24DH829U0",
    profile: [null, null, null],
    size: [null, null],
    reach: ["(415) 901-7000", "(415) 901-7002", "www.sforce.com"],
    address: ["The Landmark @ One Market", "San Francisco", "CA", "94087", "USA"],
  },
];

/** Account rows by name. */
export function makeCompanies(maker: RecordMaker): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const [index, company] of companies.entries()) {
    const parent = company.parent ? rows.get(company.parent) : undefined;
    const createdDate = `2024-09-${String(index + 2).padStart(2, "0")}T08:30:00.000+0000`;
    rows.set(company.name, maker.make("Account", createdDate, toAccount(company, parent)));
  }
  return rows;
}

function toAccount(company: Company, parent: Row | undefined) {
  const [type, industry, rating] = company.profile;
  const [annualRevenue, employees] = company.size;
  const [phone, fax, website] = company.reach;
  return {
    Name: company.name,
    AccountNumber: company.accountNumber,
    Type: type,
    Industry: industry,
    Rating: rating,
    AnnualRevenue: annualRevenue,
    NumberOfEmployees: employees,
    Phone: phone,
    Fax: fax,
    Website: website,
    ParentId: parent?.Id ?? null,
    ...addressFields("Billing", company.address),
    ...addressFields("Shipping", company.address),
  };
}

/** The columns of an address: BillingStreet, BillingCity ... */
function addressFields(prefix: string, [street, city, state, postalCode, country]: Address) {
  return {
    [`${prefix}Street`]: street,
    [`${prefix}City`]: city,
    [`${prefix}State`]: state,
    [`${prefix}PostalCode`]: postalCode,
    [`${prefix}Country`]: country,
  };
}
