import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import { may, ROLES } from '../../core/access.ts';
import { below, href } from '../../core/href.ts';
import { VERSION } from '../../core/version.ts';
import { API, ENDPOINTS } from '../endpoints.ts';
import { secretCookieName } from '../http/cookies.ts';
import { type Endpoint, TAGS } from './endpoint.ts';
import { ERRORS, EXAMPLES } from './examples.ts';
import { error } from './shapes.ts';

/** The OpenAPI 3.1 document, made from what serves: the schemas that validate, and examples that the server answered. */

const introduction = (): string => `Everything that the pages of Bedrock Ledger show, for programs.

- **Who asks**: send a personal access token, made at \`${href`/tokens`}\`, as \`Authorization: Bearer blt_…\`; a browser may use its session. A token is good for its scopes, and never for more than its owner may see.
- **What is answered**: rows that whoever asks may see. What is somebody else's and what is not there are answered alike.
- **Money** is USD, as exact decimal strings; rows and what nobody owns add up to totals exactly. **Time** is UTC; ranges of days are half-open.
- **Lists** are paged by \`limit\` and \`offset\`; \`nextOffset\` is the next part's, null on the last one.
- **Parameters** that are not described here, or given twice where once is meant, are refused: a typing error must not show the figures of another question.
- **Most addresses only read**. What changes something says so, needs a scope of its own that no token has unless it was chosen, takes JSON (\`Content-Type: application/json\`), and does all or nothing: of a body that is refused \`faults\` tells everything that is wrong. It may be sent again whenever there was no answer. Other methods than an address has are answered with 405; \`allow\` names them.
- **From a browser** only pages of this address can change something; programs send a token and no \`Origin\`.
- **Requests per minute** are limited; the headers of every answer say how many are left.
- Fields may be added to answers within \`v1\`: ignore those that you do not know.`;

/** Where somebody is known: without sign-in nothing is counted. */
const HEADERS = z.object({
  'ratelimit-limit': z.string().optional().describe('Requests that are allowed in a minute.'),
  'ratelimit-remaining': z.string().optional().describe('Of them, how many are left.'),
  'ratelimit-reset': z.string().optional().describe('Seconds until all are allowed again.'),
});

/** What may be answered in place of what was asked for. */
const REFUSALS = {
  400: {
    id: 'BadRequest',
    description: 'A parameter or the body cannot be read, or holds what is unknown; `field` names it.',
  },
  401: {
    id: 'Unauthorized',
    description: 'Nobody is signed in, or the token is unknown, expired or revoked.',
  },
  403: {
    id: 'Forbidden',
    description:
      'The token lacks the scope, the roles of its owner do not give this, or another site sent it.',
  },
  404: { id: 'NotFound', description: 'There is no such thing among those that whoever asks may see.' },
  405: {
    id: 'MethodNotAllowed',
    description: 'Another method than the address has; `allow` names those that it has.',
  },
  413: { id: 'TooLarge', description: 'The request is larger than 256 KiB.' },
  409: {
    id: 'Conflict',
    description: 'Not as things stand: a quota of AWS is used up, or another request is at it.',
  },
  415: { id: 'NotJson', description: 'What was sent is no JSON by its own words, or compressed.' },
  422: {
    id: 'Invalid',
    description: 'What was sent can be read and is wrong; `faults` says each field, value and reason.',
  },
  429: { id: 'TooMany', description: 'Too many requests; `retry-after` says when to come again.' },
  500: { id: 'Internal', description: 'A fault of the server; its log says more.' },
  502: { id: 'Outside', description: 'AWS refused, or could not be reached; nothing is half-done.' },
} as const;
/** Only where something is changed. */
const OF_WRITING: ReadonlySet<Status> = new Set([409, 415, 422, 502]);
type Status = keyof typeof REFUSALS;
const STATUSES = Object.keys(REFUSALS).map(Number) as Status[];

function refusals(): Record<string, ZodOpenApiResponseObject> {
  return Object.fromEntries(
    STATUSES.map((status) => {
      const { id, description } = REFUSALS[status];
      const example = ERRORS[status];
      return [
        id,
        {
          description,
          ...(status === 429
            ? {
                headers: HEADERS.extend({
                  'retry-after': z.string().optional().describe('Seconds to wait.'),
                }),
              }
            : {}),
          content: { 'application/json': { schema: error, ...(example === undefined ? {} : { example }) } },
        },
      ];
    }),
  );
}

/** Whom an endpoint answers, in words; for roles, by asking what each may. */
function audienceWords(audience: Endpoint['audience']): string {
  if (typeof audience === 'object') return 'For whoever may change the very thing.';
  if (audience === 'ownRows') return 'Answers the rows that whoever asks may see.';
  if (audience === 'everybody') return 'The same for everybody who is known here.';
  const seeing = ROLES.filter((role) =>
    may(
      {
        id: '',
        email: '',
        name: null,
        roles: new Set([role]),
        costCenter: '',
        reports: new Set(),
        ownedCostCenters: new Set(),
        scopes: null,
      },
      'see',
      { kind: audience },
    ),
  );
  return `For these roles alone: ${seeing.join(', ')}.`;
}

function operation(one: Endpoint): ZodOpenApiOperationObject {
  const missing = one.missing !== null || Object.keys(one.params).length > 0;
  const path = z.object(
    Object.fromEntries(Object.entries(one.params).map(([name, what]) => [name, z.string().describe(what)])),
  );
  return {
    operationId: one.id,
    tags: [one.tag],
    summary: one.summary,
    description: [one.description, audienceWords(one.audience), `Scope of the token: \`${one.scope}\`.`]
      .filter((text) => text !== '')
      .join(' '),
    security: [{ token: [one.scope] }, { session: [] }],
    requestParams: { path, query: one.query },
    ...(one.body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: one.body,
                ...(one.exampleBody && { examples: { sent: { value: one.exampleBody } } }),
              },
            },
          },
        }),
    responses: {
      ...successes(one),
      ...Object.fromEntries(
        STATUSES.filter(
          (status) => (status !== 404 || missing) && (one.method !== 'GET' || !OF_WRITING.has(status)),
        ).map((status) => [
          status,
          status === 404 && one.missing !== null
            ? {
                description: one.missing,
                content: { 'application/json': { schema: error } },
              }
            : { $ref: `#/components/responses/${REFUSALS[status].id}` },
        ]),
      ),
    },
  };
}

function successes(one: Endpoint): Record<string, ZodOpenApiResponseObject> {
  const example = EXAMPLES[one.id];
  return Object.fromEntries(
    Object.entries(one.statuses).map(([status, description]) => [
      status,
      {
        description,
        headers: HEADERS,
        content: {
          'application/json': {
            schema: one.answer,
            ...(example === undefined || Number(status) !== one.exampleStatus
              ? {}
              : {
                  examples: {
                    answered: { summary: `${one.method} ${API}${one.example}`, value: example },
                  },
                }),
          },
        },
      },
    ]),
  );
}

type Document = ReturnType<typeof createDocument>;
/** By the path that the server lives under. */
const made = new Map<string, Document>();

/** The document; made once, on the first question. */
export function apiDocument(): Document {
  const document = made.get(below('')) ?? makeDocument();
  made.set(below(''), document);
  return document;
}

function makeDocument(): Document {
  return createDocument(
    {
      openapi: '3.1.0',
      info: { title: 'Bedrock Ledger', version: VERSION, description: introduction() },
      servers: [{ url: below('') || href`/` }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      paths: Object.fromEntries(
        [...Map.groupBy(ENDPOINTS, ({ path }) => path)].map(([path, here]) => [
          `${API}${path}`,
          Object.fromEntries(here.map((one) => [one.method.toLowerCase(), operation(one)])),
        ]),
      ),
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'blt_…',
            description: `A personal access token, made at \`${href`/tokens`}\`.`,
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: secretCookieName('ledger-session'),
            description: 'The session of a browser in which somebody signed in.',
          },
        },
        responses: refusals(),
      },
    },
    {
      // Fields may be added: whoever reads an answer must not be told otherwise.
      override: ({ jsonSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties;
      },
    },
  );
}
