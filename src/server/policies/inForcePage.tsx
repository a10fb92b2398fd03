import type { Context } from 'hono';
import { mustBeAllowed, NotThere } from '../../app/asking.ts';
import type { PoliciesReport } from '../../app/policies/inForce.ts';
import type { LastReading } from '../../app/policies/readings.ts';
import { href } from '../../core/href.ts';
import { partitionOf } from '../../core/policies/choices.ts';
import type { HolderReport } from '../../core/policies/holders.ts';
import type { Instant } from '../../core/types.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { type Card, cards } from '../tables/cards.tsx';
import { instantCell } from '../tables/cells.ts';
import { RegionsFound } from './findings.tsx';
import { accessTable, attributesTable, holdersTable, unreadTable } from './inForceTables.tsx';
import { PasteForm } from './pastePage.tsx';
import { Sections } from './sections.tsx';

/** Policies as they are in force: what was read last. To look reads nothing. */

export async function readPolicies(c: Context, deps: ServerDeps): Promise<Response> {
  await typed(c);
  const asking = askingOf(c, deps);
  mustBeAllowed(asking, 'change', { kind: 'policies' });
  if (deps.policies === null) throw new NotThere();
  const done = await deps.policies.read(asking);
  return c.redirect(href`/policies/in-force?done=${done}`, 303);
}

export async function inForcePage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const asking = askingOf(c, deps);
  mustBeAllowed(asking, 'change', { kind: 'policies' });
  const { last, since } = deps.policies?.seenBy(asking) ?? { last: null, since: null };
  const result = cards(c, frame, 'policies-in-force', cardsOf(last?.report ?? NOTHING, frame, deps));
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.policies.inForce.title}
      intro={m.policies.inForce.intro}
      message={messageOf(null, c.req.query('done'), m.policies.inForce.done)}
    >
      <Sections section="inForce" frame={frame} />
      {last !== null && <p class="headline">{verdictOf(last.report, frame)}</p>}
      <ReadNow last={last} since={since} offered={deps.policies !== null} frame={frame} />
      {last !== null && <Notes report={last.report} frame={frame} />}
      <div class="grid">
        {last !== null && result.shown}
        {last?.report.regions.map((found, i) => (
          <section class="card" id={`regions-${i}`}>
            <h2>{m.policies.inForce.regions}</h2>
            <p class="note">{m.policies.inForce.regionsIn(found.accounts.join(', '))}</p>
            <RegionsFound found={found} frame={frame} id={`regions-${i}`} />
          </section>
        ))}
        <PasteForm values={{}} faults={{}} frame={frame} />
      </div>
    </PlainPage>,
  );
}

/** How many holders there are whose policies reach Bedrock, and of them those that leave something open. */
export function countsOf(holders: readonly HolderReport[]): { all: number; open: number } {
  const count = (some: readonly HolderReport[]) => some.reduce((sum, { names }) => sum + names.length, 0);
  return {
    all: count(holders),
    open: count(holders.filter(({ holes }) => holes.some(({ state }) => state === 'open'))),
  };
}

function verdictOf({ holders }: PoliciesReport, { m }: Frame): string {
  const { all, open } = countsOf(holders);
  return all === 0 ? m.policies.inForce.nobody : m.policies.inForce.verdict(whole(open), whole(all));
}

function ReadNow({
  last,
  since,
  offered,
  frame,
}: {
  last: LastReading | null;
  since: Instant | null;
  offered: boolean;
  frame: Frame;
}) {
  const words = frame.m.policies.inForce;
  const at = (instant: Instant) => instantCell(instant, frame).text;
  if (!offered) return <p class="note">{words.off}</p>;
  return (
    <>
      <p class="note">
        {last === null ? words.never : words.readAt(at(last.at))} {since !== null && words.since(at(since))}
      </p>
      <form class="inline" method="post" action={href`/policies/in-force/read`}>
        <button class="primary" type="submit">
          {words.readNow}
        </button>
      </form>
    </>
  );
}

/** What is no finding about anybody, and is to be known. */
function Notes({
  report: { geographies, services, more, unbound, directory },
  frame: { m },
}: {
  report: PoliciesReport;
  frame: Frame;
}) {
  const words = m.policies.findings;
  const named = services.map(({ name, accountId, by }) => `${name} ${accountId} (${by.join(', ')})`);
  return (
    <ul class="notes">
      {geographies.length > 0 && <li>{m.policies.inForce.routes(geographies.join(', '))}</li>}
      {!directory && <li>{words.noDirectory}</li>}
      {unbound !== null && <li>{words.unbound(unbound)}</li>}
      {named.length > 0 && <li>{words.services(words.listed(named, 5))}</li>}
      {more > 0 && <li>{words.more(more)}</li>}
    </ul>
  );
}

const NOTHING = { holders: [], unread: [], attributes: [], models: [] };

function cardsOf(
  report: Pick<PoliciesReport, keyof typeof NOTHING>,
  frame: Frame,
  { settings }: ServerDeps,
): Card[] {
  const words = frame.m.policies.inForce;
  const partition = partitionOf(settings.regions[0] ?? 'us-east-1');
  return [
    {
      id: '',
      title: words.holders,
      table: holdersTable(report.holders, settings.tagKeys, partition, frame),
      empty: words.holdersEmpty,
    },
    {
      id: 'unread',
      title: words.unread,
      table: unreadTable(report.unread, frame),
      empty: words.unreadEmpty,
    },
    {
      id: 'attributes',
      title: words.attributes,
      table: attributesTable(report.attributes, frame),
      empty: words.attributesEmpty,
    },
    {
      id: 'access',
      title: words.access,
      table: accessTable(report.models, frame),
      empty: words.accessEmpty,
    },
  ];
}
