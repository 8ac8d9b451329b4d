import { ArgsType, type ClassType, Field, InputType, Int, registerEnumType } from "type-graphql";
import { maxPageSize } from "../salesforce/page.ts";
import type { RecordMap } from "../salesforce/record.ts";
import { createFilterType } from "./filter.type.ts";

const defaultPageSize = 20;

const SortDirection = { ASC: "ASC", DESC: "DESC" } as const;
registerEnumType(SortDirection, {
  name: "SortDirection",
  description: "Which end of the order comes first.",
  valuesConfig: {
    ASC: { description: "Smallest, earliest or A first." },
    DESC: { description: "Greatest, latest or Z first." },
  },
});

const NullsPosition = { FIRST: "FIRST", LAST: "LAST" } as const;
registerEnumType(NullsPosition, {
  name: "NullsPosition",
  description: "Where rows without a value for the sort field stand.",
  valuesConfig: { FIRST: { description: "Before all others." }, LAST: { description: "Behind all others." } },
});

/** What every connection takes. */
@ArgsType()
export class PageOnly {
  @Field(() => Int, {
    defaultValue: defaultPageSize,
    nullable: true,
    description: `How many rows, 1 to ${maxPageSize}.`,
  })
  readonly first!: number;

  @Field(() => String, { nullable: true, description: "endCursor of the page before." })
  readonly after?: string | null;
}

/** The arguments of a record's lists: page, filter and order. */
export function createListArguments(
  record: RecordMap,
  enums: Readonly<Record<string, object>> = {},
): ClassType {
  const Filter = createFilterType(record, enums);
  const Sort = createSortType(record);

  @ArgsType()
  class ListArguments extends PageOnly {
    @Field(() => Filter, {
      nullable: true,
      description: "Which rows; all that the caller may see when left out.",
    })
    readonly filter?: object | null;

    @Field(() => Sort, { nullable: true, description: "The order of the rows." })
    readonly orderBy?: object | null;
  }
  return ListArguments;
}

function createSortType(record: RecordMap): ClassType {
  const { typeName, sort } = record;
  const SortField = createSortFieldType(record);

  @InputType(`${typeName}Sort`, {
    description: `An order of ${typeName} rows; by ${sort.field} when none is asked for.`,
  })
  class Sort {
    @Field(() => SortField, { description: "The field to sort by; rows equal in it are ordered by id." })
    readonly field!: string;

    @Field(() => SortDirection, { defaultValue: "ASC", description: "The direction." })
    readonly direction!: string;

    @Field(() => NullsPosition, {
      defaultValue: "FIRST",
      description: "Where empty fields go, FIRST as in Salesforce.",
    })
    readonly nulls!: string;
  }
  return Sort;
}

/** SERIAL_NUMBER stands for serialNumber. */
function createSortFieldType({ typeName, fields }: RecordMap): Record<string, string> {
  const sortable = Object.entries(fields).filter(([, map]) => map.kind === "column" && map.sortable);
  const names = sortable.map(([name]) => [name.replaceAll(/[A-Z]/g, "_$&").toUpperCase(), name] as const);
  const SortField = Object.fromEntries(names);
  registerEnumType(SortField, {
    name: `${typeName}SortField`,
    description: `What ${typeName} rows can be sorted by.`,
    valuesConfig: Object.fromEntries(names.map(([value, name]) => [value, { description: `By ${name}.` }])),
  });
  return SortField;
}
