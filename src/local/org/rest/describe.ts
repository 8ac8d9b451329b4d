import { ok } from "../answer.ts";
import type { Org } from "../org.ts";
import type { ChildRelationship, SObjectType } from "../sobject.ts";
import { isNotModified, setupValidators, validatorHeaders } from "./condition.ts";
import { describeField } from "./describe-field.ts";
import { requireType } from "./record.ts";
import type { Parameters, RestAnswer, RestRequest } from "./route.ts";

/** GET /sobjects */
export function describeGlobal(org: Org, request: RestRequest): RestAnswer {
  const sobjects = org.database.schema.types.map((type) => summaryOf(type, request));
  return ifModified(org, request, { encoding: "UTF-8", maxBatchSize: 200, sobjects });
}

/** GET /sobjects/T */
export function describeBriefly(org: Org, request: RestRequest, { type = "" }: Parameters): RestAnswer {
  return ok({ objectDescribe: summaryOf(requireType(org, type), request), recentItems: [] });
}

/** GET /sobjects/T/describe: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm */
export function describeType(org: Org, request: RestRequest, { type: name = "" }: Parameters): RestAnswer {
  const type = requireType(org, name);
  return ifModified(org, request, {
    ...summaryOf(type, request),
    actionOverrides: [],
    childRelationships: type.childRelationships.map(describeChild),
    compactLayoutable: true,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: type.fields.map(describeField),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [masterRecordType(type, request)],
    searchLayoutable: true,
    sobjectDescribeOption: "FULL",
    urls: urlsOf(type, request),
    supportedScopes: [
      { label: `All ${type.labelPlural.toLowerCase()}`, name: "everything" },
      { label: `My ${type.labelPlural.toLowerCase()}`, name: "mine" },
    ],
  });
}

/** The neighbours of a describe; those for layouts and the like answer 404 here. */
function urlsOf(type: SObjectType, request: RestRequest): object {
  const { urls } = summaryOf(type, request);
  const page = new URL(type.keyPrefix, `${request.origin}/`).href;
  const below = (name: string) => `${urls.sobject}/${name}`;
  return {
    ...urls,
    approvalLayouts: below("describe/approvalLayouts"),
    compactLayouts: below("describe/compactLayouts"),
    defaultValues: below("defaultValues?recordTypeId&fields"),
    layouts: below("describe/layouts"),
    listviews: below("listviews"),
    quickActions: below("quickActions"),
    uiDetailTemplate: `${request.origin}/{ID}`,
    uiEditTemplate: `${request.origin}/{ID}/e`,
    uiNewRecord: `${page}/e`,
  };
}

/** An org without record types of its own has one all the same. */
function masterRecordType({ name }: SObjectType, { apiVersion }: RestRequest): object {
  const recordTypeId = "012000000000000AAA";
  const layout = `/services/data/v${apiVersion.toFixed(1)}/sobjects/${name}/describe/layouts/${recordTypeId}`;
  return {
    active: true,
    available: true,
    defaultRecordTypeMapping: true,
    developerName: "Master",
    master: true,
    name: "Master",
    recordTypeId,
    urls: { layout },
  };
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_conditional_requests.htm */
function ifModified({ startedAt }: Org, request: RestRequest, body: object): RestAnswer {
  const validators = setupValidators(startedAt, body);
  const headers = validatorHeaders(validators);
  return isNotModified(request, validators) ? { status: 304, headers, body: null } : { ...ok(body), headers };
}

function summaryOf(type: SObjectType, { apiVersion }: RestRequest) {
  const path = `/services/data/v${apiVersion.toFixed(1)}/sobjects/${type.name}`;
  const { name, label, labelPlural, keyPrefix, custom, writeable } = type;
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: writeable,
    custom,
    customSetting: false,
    deepCloneable: false,
    deletable: writeable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix,
    label,
    labelPlural,
    layoutable: true,
    mergeable: false,
    mruEnabled: false,
    name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: true,
    triggerable: true,
    undeletable: writeable,
    updateable: writeable,
    urls: { sobject: path, describe: `${path}/describe`, rowTemplate: `${path}/{ID}` },
  };
}

function describeChild(child: ChildRelationship) {
  const { childSObject, field, relationshipName, cascadeDelete, restrictedDelete } = child;
  return {
    cascadeDelete,
    childSObject,
    deprecatedAndHidden: false,
    field,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName,
    restrictedDelete,
  };
}
