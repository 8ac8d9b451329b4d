import { Field, InputType, ObjectType } from "type-graphql";
import { DecimalScalar } from "./scalar.ts";

@ObjectType({ description: "An exact amount of money.", simpleResolvers: true })
export class Money {
  @Field(() => DecimalScalar, { description: "The amount, exact." })
  readonly amount!: string;

  @Field(() => String, { description: "The currency's ISO 4217 code." })
  readonly currencyCode!: string;
}

@ObjectType({ description: "A postal address.", simpleResolvers: true })
export class Address {
  @Field(() => String, { nullable: true, description: "Street and number; may have several lines." })
  readonly street!: string | null;

  @Field(() => String, { nullable: true, description: "City." })
  readonly city!: string | null;

  @Field(() => String, { nullable: true, description: "State or province." })
  readonly state!: string | null;

  @Field(() => String, { nullable: true, description: "Postal code." })
  readonly postalCode!: string | null;

  @Field(() => String, { nullable: true, description: "Country." })
  readonly country!: string | null;
}

@InputType({ description: "A postal address." })
export class AddressInput {
  @Field(() => String, { nullable: true, description: "Street and number; may have several lines." })
  readonly street?: string | null;

  @Field(() => String, { nullable: true, description: "City." })
  readonly city?: string | null;

  @Field(() => String, { nullable: true, description: "State or province." })
  readonly state?: string | null;

  @Field(() => String, { nullable: true, description: "Postal code." })
  readonly postalCode?: string | null;

  @Field(() => String, { nullable: true, description: "Country." })
  readonly country?: string | null;
}
