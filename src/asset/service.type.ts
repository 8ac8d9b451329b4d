import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { createConnectionType } from "../graph/connection.type.ts";
import { DateScalar, DateTimeScalar } from "../graph/scalar.ts";

export const ServiceEventKind = { CASE: "CASE", WORK_ORDER: "WORK_ORDER" } as const;
registerEnumType(ServiceEventKind, {
  name: "ServiceEventKind",
  description: "What kind of record tells of the service.",
  valuesConfig: {
    CASE: { description: "Something that was reported." },
    WORK_ORDER: { description: "Work that was ordered." },
  },
});

@ObjectType({
  description: "Something that was reported of a machine, or done on it.",
  simpleResolvers: true,
})
export class ServiceEvent {
  @Field(() => ID, { description: "Salesforce id of the case or work order." })
  readonly id!: string;

  @Field(() => ServiceEventKind, { description: "Whether it is a case or a work order." })
  readonly kind!: keyof typeof ServiceEventKind;

  @Field(() => String, { nullable: true, description: "The number Salesforce gave it." })
  readonly number!: string | null;

  @Field(() => String, { nullable: true, description: "What it is about." })
  readonly subject!: string | null;

  @Field(() => String, { nullable: true, description: "State; each org defines its own values." })
  readonly status!: string | null;

  @Field(() => DateTimeScalar, { description: "When it was reported or ordered." })
  readonly openedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was closed or done." })
  readonly closedAt!: string | null;
}

export const ServiceEventConnection = createConnectionType("ServiceEvent", () => ServiceEvent);

export const CoverageState = { ACTIVE: "ACTIVE", NOT_STARTED: "NOT_STARTED", EXPIRED: "EXPIRED" } as const;
registerEnumType(CoverageState, {
  name: "CoverageState",
  description: "Whether somebody answers for a machine today (UTC).",
  valuesConfig: {
    ACTIVE: { description: "It is covered." },
    NOT_STARTED: { description: "It is going to be covered." },
    EXPIRED: { description: "It was covered." },
  },
});

export const CoverageSource = {
  WARRANTY: "WARRANTY",
  ENTITLEMENT: "ENTITLEMENT",
  USAGE_END_DATE: "USAGE_END_DATE",
} as const;
registerEnumType(CoverageSource, {
  name: "CoverageSource",
  description: "What says so.",
  valuesConfig: {
    WARRANTY: { description: "A warranty of the machine." },
    ENTITLEMENT: { description: "A service contract for the machine." },
    USAGE_END_DATE: { description: "The machine's own usageEndDate: there is neither of the others." },
  },
});

@ObjectType({
  description: "Whether, and until when, somebody answers for a machine.",
  simpleResolvers: true,
})
export class AssetCoverage {
  @Field(() => CoverageState, { description: "Whether it is covered today." })
  readonly state!: keyof typeof CoverageState;

  @Field(() => DateScalar, { nullable: true, description: "Its last day; null: it has no end." })
  readonly endsOn!: string | null;

  @Field(() => CoverageSource, { description: "What says so." })
  readonly source!: keyof typeof CoverageSource;
}
