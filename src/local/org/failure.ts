/** An error as Salesforce answers it: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm */
export class SalesforceFailure extends Error {
  override readonly name = "SalesforceFailure";
  /** HTTP status. */
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(
    status: number,
    errorCode: string,
    ...[message, fields]: [message: string, fields?: readonly string[]]
  ) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}
