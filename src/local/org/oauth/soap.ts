import type { Answer } from "../answer.ts";

/** The first version without login(): https://developer.salesforce.com/docs/platform/api/guide/sforce-api-calls-login.html */
const firstVersionWithoutLogin = 65;

/**
 * POST /services/Soap/u/{version}: login() is off in orgs of today and gone from version 65 on; nothing else of the
 * SOAP API is here.
 */
export function answerSoap(text: string, path: string): Answer {
  const version = Number(/\/(\d+\.\d)\b/.exec(path)?.[1] ?? 0);
  if (!/<(?:\w+:)?login[\s>]/.test(text)) {
    return fault("sf:UNSUPPORTED_API_VERSION", "UNSUPPORTED_API_VERSION", "This org answers REST alone.");
  }
  const message =
    version >= firstVersionWithoutLogin
      ? `SOAP API login() is not available in API version ${version.toFixed(1)}.`
      : "SOAP API login() is disabled by default in this org.";
  return fault("sf:INVALID_OPERATION", "INVALID_OPERATION", message);
}

function fault(faultCode: string, exceptionCode: string, message: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>${faultCode}</faultcode><faultstring>${exceptionCode}: ${message}</faultstring><detail><sf:UnexpectedErrorFault xsi:type="sf:UnexpectedErrorFault"><sf:exceptionCode>${exceptionCode}</sf:exceptionCode><sf:exceptionMessage>${message}</sf:exceptionMessage></sf:UnexpectedErrorFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
  return { status: 500, headers: { "content-type": "text/xml;charset=UTF-8" }, body };
}
