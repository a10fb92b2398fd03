import { escapeXml, toJson, toXml } from './codec.ts';
import type { AwsError } from './errors.ts';
import type { Identified } from './identify.ts';
import { ByHand } from './runtime-answers.ts';

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** What the query protocol calls errors that Amazon's model does not declare for every operation. */
const QUERY_CODES: Record<string, string> = {
  ValidationException: 'ValidationError',
  UnknownOperationException: 'InvalidAction',
  SerializationException: 'MalformedInput',
};

/** Writes an operation's output in the protocol of its request. */
export function writeOutput(found: Identified, output: object, requestId: string): HttpAnswer {
  const { service, operation, protocol } = found;
  if (output instanceof ByHand)
    return { status: 200, headers: { ...output.headers, 'x-amzn-requestid': requestId }, body: output.body };
  const shape = operation?.output;
  if (protocol === 'query') {
    const result = shape === undefined ? '' : toXml(service.model, shape, output);
    const wrapped =
      operation?.wrapper === undefined ? '' : `<${operation.wrapper}>${result}</${operation.wrapper}>`;
    const name = `${found.operationName}Response`;
    return xml(
      200,
      `<${name} xmlns="${service.xmlNamespace}">${wrapped}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}>`,
      requestId,
    );
  }
  const body =
    shape === undefined ? {} : toJson(service.model, shape, output, protocol === 'json' ? 'epoch' : 'iso');
  return json(found, operation?.status ?? 200, body, requestId);
}

/** Writes an error in the protocol of its request; `found` is absent when the service is not known. */
export function writeError(found: Identified | undefined, error: AwsError, requestId: string): HttpAnswer {
  const declared = found?.operation?.errors.find(({ name }) => name === error.code);
  // An action that is not there is a bad request in the query protocol, and not found in the others.
  const unknown = found?.protocol === 'query' && error.code === 'UnknownOperationException';
  const status = unknown ? 400 : (declared?.status ?? error.status);
  // botocore and the query protocol know errors by `code`, JSON by the shape's name.
  const queryCode = declared?.code ?? QUERY_CODES[error.code] ?? error.code;
  const sender = status < 500 ? 'Sender' : 'Receiver';
  if (found?.protocol === 'query')
    return xml(
      status,
      `<ErrorResponse xmlns="${found.service.xmlNamespace}"><Error><Type>${sender}</Type><Code>${escapeXml(queryCode)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      requestId,
    );
  if (found === undefined || found.protocol === 'rest-json') {
    const answer = json(found, status, { message: error.message }, requestId);
    answer.headers['x-amzn-ErrorType'] = error.code;
    return answer;
  }
  const answer = json(
    found,
    status,
    { __type: error.code, message: error.message, ...error.members },
    requestId,
  );
  if (found.service.xmlNamespace !== undefined)
    answer.headers['x-amzn-query-error'] = `${queryCode};${sender}`;
  return answer;
}

function json(found: Identified | undefined, status: number, body: unknown, requestId: string): HttpAnswer {
  const type =
    found?.protocol === 'json' ? `application/x-amz-json-${found.service.jsonVersion}` : 'application/json';
  return {
    status,
    headers: { 'content-type': type, 'x-amzn-requestid': requestId },
    body: JSON.stringify(body),
  };
}

function xml(status: number, body: string, requestId: string): HttpAnswer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
