import type { Context } from 'hono';
import * as z from 'zod';
import { may } from '../../core/access.ts';
import { ERRORS } from '../../core/errors.ts';
import { below, href } from '../../core/href.ts';
import { dayOf, monthOf, monthRange } from '../../core/periods.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { API, ENDPOINTS } from '../endpoints.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { apiDocument } from './document.ts';
import { type Endpoint, TAGS } from './endpoint.ts';
import { EXAMPLES } from './examples.ts';
import { API_ERRORS } from './shapes.ts';

/** The API to read through: every address with its parameters, how to ask, and what was answered. */

/** Lines of an example that are shown; the document holds all of it. */
const MOST_LINES = 13;

export function apiPage(c: Context, deps: ServerDeps) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { origin } = new URL(deps.settings.publicUrl ?? c.req.url);
  return c.html(
    <PlainPage frame={frame} title={m.api.title} intro={m.api.intro}>
      <p>
        {m.api.token} <a href={href`/tokens`}>{m.api.makeToken}</a>
      </p>
      <p>
        <a href={below(`${API}/openapi.json`)}>{m.api.document}</a>
      </p>
      <div class="grid">
        {Object.entries(TAGS).map(([tag, what]) => (
          <section class="card" id={tag.toLowerCase()}>
            <h2>{tag}</h2>
            <p class="note" lang="en">
              {what}
            </p>
            {ENDPOINTS.filter((one) => one.tag === tag).map((one) => (
              <Described one={one} frame={frame} origin={origin} open={hrefFor(one, c, deps)} />
            ))}
          </section>
        ))}
      </div>
      <Errors m={m} />
    </PlainPage>,
  );
}

/** Every code with what it means, in the language of the page. */
const Errors = ({ m }: { m: Frame['m'] }) => (
  <section class="card" id="errors">
    <h2>{m.api.errorsTitle}</h2>
    <p class="note">{m.api.errorsIntro}</p>
    <div class="scroll">
      <table class="dense">
        <thead>
          <tr>
            <th>{m.api.errorCode}</th>
            <th class="n">{m.api.errorStatus}</th>
            <th>{m.api.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {API_ERRORS.map((code) => (
            <tr>
              <td>
                <code>{code}</code>
              </td>
              <td class="n">{ERRORS[code].status}</td>
              <td>{m.api.errors[code]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);

function Described({
  one,
  frame: { m },
  origin,
  open,
}: {
  one: Endpoint;
  frame: Frame;
  origin: string;
  open: string | null;
}) {
  const operation =
    apiDocument().paths?.[`${API}${one.path}`]?.[one.method.toLowerCase() as 'get' | 'post' | 'delete'];
  const example = EXAMPLES[one.id];
  const parameters = (operation?.parameters ?? []) as Parameter[];
  return (
    <details class="mail" id={one.id}>
      <summary>
        <code>{`${one.method} ${API}${one.path}`}</code>{' '}
        <span class="unit" lang="en">
          {one.summary}
        </span>{' '}
        {one.method !== 'GET' && <Badge kind="watch" text={m.api.writes} />}
      </summary>
      <p class="note" lang="en">
        <Words text={operation?.description ?? ''} />
      </p>
      {parameters.length > 0 && <Parameters parameters={parameters} m={m} />}
      {one.body !== null && <Sent body={one.body} m={m} />}
      <h3>{m.api.request}</h3>
      <pre tabindex={0}>{curl(origin, one)}</pre>
      {example !== undefined && (
        <>
          <h3>{m.api.answer}</h3>
          <pre tabindex={0}>{shortened(example, m.api.shortened)}</pre>
        </>
      )}
      {open !== null && (
        <p>
          <a href={open}>{m.api.open}</a>
        </p>
      )}
    </details>
  );
}

/** Text in which backticks stand around what is code, as the document has it. */
const Words = ({ text }: { text: string }) => (
  <>{text.split('`').map((part, i) => (i % 2 === 1 ? <code>{part}</code> : part))}</>
);

interface Parameter {
  name: string;
  required?: boolean;
  description?: string;
  schema: { enum?: string[]; items?: { enum?: string[] }; default?: unknown };
}

const Parameters = ({ parameters, m }: { parameters: readonly Parameter[]; m: Frame['m'] }) => (
  <div class="scroll">
    <table class="dense">
      <thead>
        <tr>
          <th>{m.api.parameter}</th>
          <th>{m.api.standard}</th>
          <th>{m.api.meaning}</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map(({ name, required, description, schema }) => (
          <tr>
            <td>
              <code>{name}</code>
            </td>
            <td>{required ? m.api.required : schema.default === undefined ? '–' : String(schema.default)}</td>
            <td lang="en">
              <Words text={description ?? ''} />{' '}
              {(schema.enum ?? schema.items?.enum)?.filter((word) => word !== '').join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** The fields of a body, those of an object in it by their way. */
const Sent = ({ body, m }: { body: z.ZodObject; m: Frame['m'] }) => (
  <div class="scroll">
    <table class="dense">
      <thead>
        <tr>
          <th>{m.api.field}</th>
          <th>{m.api.standard}</th>
          <th>{m.api.meaning}</th>
        </tr>
      </thead>
      <tbody>
        {fieldsOf(body, '').map(({ name, needed, what }) => (
          <tr>
            <td>
              <code>{name}</code>
            </td>
            <td>{needed ? m.api.required : m.api.optional}</td>
            <td lang="en">
              <Words text={what} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function fieldsOf(body: z.ZodObject, before: string): { name: string; needed: boolean; what: string }[] {
  return Object.entries(body.shape as Record<string, z.ZodType>).flatMap(([key, type]) => {
    const name = before + key;
    const inner = type instanceof z.ZodOptional ? type.unwrap() : type;
    const field = {
      name,
      needed: !(type instanceof z.ZodOptional),
      what: type.description ?? z.globalRegistry.get(inner as z.ZodType)?.description ?? '',
    };
    return inner instanceof z.ZodObject ? [field, ...fieldsOf(inner, `${name}.`)] : [field];
  });
}

function curl(origin: string, { method, example, exampleBody }: Endpoint): string {
  const how = method === 'GET' ? '' : `-X ${method} `;
  const sent =
    exampleBody === null
      ? ''
      : `\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(exampleBody)}' \\`;
  return `curl ${how}-H "Authorization: Bearer $BEDROCK_LEDGER_TOKEN" \\${sent}\n  '${origin}${below(API + example)}'`;
}

function shortened(example: unknown, words: string): string {
  const lines = JSON.stringify(example, null, 1).split('\n');
  return lines.length <= MOST_LINES
    ? lines.join('\n')
    : `${lines.slice(0, MOST_LINES).join('\n')}\n… ${words}`;
}

/** Where whoever looks finds an answer of their own; null where they would be refused or nothing would be there. */
function hrefFor(
  { method, path, audience, query, missing }: Endpoint,
  c: Context,
  deps: ServerDeps,
): string | null {
  const viewer = viewerOf(c);
  if (method !== 'GET' || typeof audience === 'object') return null;
  if (audience !== 'ownRows' && audience !== 'everybody' && !may(viewer, 'see', { kind: audience }))
    return null;
  if (missing !== null && viewer.email === '') return null;
  const today = dayOf(deps.clock.now());
  const own: Readonly<Record<string, string>> = {
    email: viewer.email,
    manager: viewer.reports.size > 0 ? viewer.email : '',
    name: [...viewer.ownedCostCenters][0] ?? '',
    day: today,
  };
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.some((name) => !own[name])) return null;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(own[name] ?? ''));
  const range = 'start' in query.shape ? `?${new URLSearchParams({ ...monthRange(monthOf(today)) })}` : '';
  return below(`${API}${filled}${range}`);
}
