import type { Context } from 'hono';
import { mustBeAllowed, NotThere } from '../../app/asking.ts';
import type { PoliciesReport } from '../../app/policies/inForce.ts';
import { lastProof } from '../../app/policies/prove.ts';
import type { LastReading } from '../../app/policies/readings.ts';
import { href } from '../../core/href.ts';
import type { HolderReport } from '../../core/policies/holders.ts';
import { FOLD } from '../../core/policies/inForce.ts';
import type { Proof } from '../../core/policies/proof.ts';
import type { RegionsDenied } from '../../core/policies/regionsDenied.ts';
import { partitionOf } from '../../core/regions.ts';
import type { Instant } from '../../core/types.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import { CsvLink } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { type Card, cards } from '../tables/cards.tsx';
import { instantCell } from '../tables/cells.ts';
import { AllOf, HoleList, holeFindings, RegionsFound } from './findings.tsx';
import { accessTable, attributesTable, holderName, holdersFile, unreadTable } from './inForceTables.tsx';
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
  const proof = await lastProof(asking);
  const { last, since } = deps.policies?.seenBy(asking) ?? { last: null, since: null };
  const result = await cards(c, frame, 'policies-in-force', cardsOf(last?.report ?? NOTHING, frame, deps));
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.policies.inForce.title}
      intro={m.policies.inForce.intro}
      message={messageOf(null, c.req.query('done'), m.policies.inForce.done)}
    >
      <Sections section="inForce" frame={frame} />
      <p class="headline">{last === null ? m.policies.inForce.never : verdictOf(last.report, frame)}</p>
      <ReadNow last={last} since={since} offered={deps.policies !== null} frame={frame} />
      <p class="note">{secondsOf(proof, frame)}</p>
      {last !== null && <Notes report={last.report} frame={frame} />}
      <div class="grid">
        {last?.report.holders.map((holder, i) => (
          <HolderCard holder={holder} first={i === 0} deps={deps} frame={frame} />
        ))}
        {last?.report.regions.filter(isToBeTold).map((found, i) => (
          <section class="card" id={`regions-${i}`}>
            <h2>{m.policies.inForce.regions}</h2>
            <p class="note">{m.policies.inForce.regionsIn(found.accounts.join(', '))}</p>
            <RegionsFound found={found} frame={frame} id={`regions-${i}`} />
          </section>
        ))}
        {/* The first is what the cards above say, for files. */}
        {last !== null && result.shown.slice(1)}
        <PasteForm values={{}} faults={{}} frame={frame} />
      </div>
    </PlainPage>,
  );
}

/** How long a mark took to count for a call, as it was measured last. */
function secondsOf(proof: Proof | null, frame: Frame): string {
  const words = frame.m.policies.inForce;
  const { secondsUntilBlocked: blocked = null, secondsUntilUnblocked: freed = null } = proof?.facts ?? {};
  if (proof === null || blocked === null) return words.secondsUnknown;
  return words.seconds(
    whole(blocked),
    freed === null ? null : whole(freed),
    proof.accountId,
    instantCell(proof.at, frame).text,
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
      {(last !== null || since !== null) && (
        <p class="note">
          {last !== null && words.readAt(at(last.at))} {since !== null && words.since(at(since))}
        </p>
      )}
      <form class="inline" method="post" action={href`/policies/in-force/read`}>
        <button class="primary" type="submit">
          {words.readNow}
        </button>
      </form>
    </>
  );
}

function HolderCard({
  holder,
  first,
  deps: { settings },
  frame,
}: {
  holder: HolderReport;
  /** It has the way to all of them as a file. */
  first: boolean;
  deps: ServerDeps;
  frame: Frame;
}) {
  const { m } = frame;
  const words = m.policies.findings;
  const { holes, unread, accounts } = holder;
  const partition = partitionOf(settings.regions[0] ?? 'us-east-1');
  return (
    <section class="card">
      <div class="tools">
        <h2>{holderName(holder, frame)}</h2>
        <span>
          <span class="unit">{m.policies.inForce.regionsIn(accounts.join(', '))}</span>
          {first && <CsvLink frame={frame} id="" />}
        </span>
      </div>
      <AllOf names={holder.names} most={1} frame={frame} />
      {holes.length === 0 ? (
        <p>
          <Badge
            kind={unread.length === 0 ? 'ok' : 'none'}
            text={unread.length === 0 ? words.none : words.noneUnread}
          />
        </p>
      ) : (
        <HoleList
          findings={holeFindings(holes, settings.tagKeys, partition, FOLD[holder.kind], frame)}
          frame={frame}
        />
      )}
      {unread.length > 0 && <p class="note">{words.notRead(unread.join(', '))}</p>}
    </section>
  );
}

const isToBeTold = ({ denied, unknown }: RegionsDenied): boolean => denied.length > 0 || unknown.length > 0;

/** Roles of services that are named one by one. */
const SERVICES = 20;

/** What is no finding about anybody, and is to be known. */
function Notes({
  report: { geographies, services, more, unbound, directory, regions },
  frame: { m },
}: {
  report: PoliciesReport;
  frame: Frame;
}) {
  const words = m.policies.findings;
  const named = services.map(({ name, accountId, by }) => `${name} ${accountId} (${by.join(', ')})`);
  return (
    <ul class="notes">
      {geographies.length > 0 && <li>{m.policies.inForce.routes(geographies.join(m.comma))}</li>}
      {regions.length > 0 && !regions.some(isToBeTold) && <li>{words.regionsFine}</li>}
      {!directory && <li>{words.noDirectory}</li>}
      {unbound !== null && <li>{words.unbound(unbound)}</li>}
      {named.length > 0 && (
        <li>
          {words.services(words.listed(named, SERVICES))}
          <AllOf names={named} most={SERVICES} frame={{ m }} />
        </li>
      )}
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
      table: holdersFile(report.holders, settings.tagKeys, partition, frame),
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
