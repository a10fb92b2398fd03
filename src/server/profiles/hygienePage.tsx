import { type Context, Hono } from 'hono';
import { type HygieneShown, mendingOf, readHygiene, readToMend } from '../../app/profiles/hygiene.ts';
import { proposePlan } from '../../app/provisioning/propose.ts';
import { href } from '../../core/href.ts';
import { HYGIENE_KINDS, type HygieneKind } from '../../core/hygiene/types.ts';
import { whole } from '../../ui/format.ts';
import { type Frame, link } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { DataTable } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { only, viewerOf } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { hygieneTable } from './hygieneTable.tsx';
import { say, sayPage } from './sayPage.tsx';
import { ProfileSections } from './sections.tsx';

/** Profiles that want something: how many, what, worst first, and the press that proposes the plan which mends it. */

/** Of each kind, the page of all of them shows so many. */
const SHOWN = 5;

export function hygieneRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/profiles/hygiene', (c) => inOnePage(c, deps, () => hygienePage(c, deps)));
  app.post('/profiles/hygiene', only('change', 'plan'), async (c) => {
    const { m } = frameOf(c, deps);
    const asking = askingOf(c, deps);
    const proposal = await mendingOf(asking, readToMend(await typed(c)), (kind, count) =>
      m.hygiene.planTitle(kind === null ? m.hygiene.oneProfile : m.hygiene.kinds[kind], count),
    );
    const { id } = await proposePlan(asking, proposal);
    return c.redirect(href`/profiles/plans/${id}`, 303);
  });
  app.get('/profiles/hygiene/:id', only('change', 'plan'), (c) => sayPage(c, deps, c.req.param('id') ?? ''));
  app.post('/profiles/hygiene/:id', only('change', 'plan'), (c) => say(c, deps, c.req.param('id') ?? ''));
  return app;
}

async function hygienePage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const kind = HYGIENE_KINDS.find((one) => one === c.req.query('kind')) ?? null;
  const shown = await readHygiene(askingOf(c, deps), kind);
  const { wanting, profiles, counts } = shown;
  const table = hygieneTable(shown, kind, frame);
  const title = kind === null ? m.hygiene.title : m.hygiene.kinds[kind];
  const result = await cards(c, frame, `hygiene${kind === null ? '' : `-${kind}`}`, [
    { id: '', title, table, empty: m.hygiene.none },
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.hygiene.title}
      intro={shown.mends ? m.hygiene.intro : m.hygiene.introOthers}
    >
      <ProfileSections section="hygiene" viewer={viewerOf(c)} settings={deps.settings} frame={frame} />
      <p class="headline">{m.hygiene.verdict(wanting, profiles)}</p>
      {!shown.directory && <p class="note">{m.hygiene.noDirectory}</p>}
      <Chips counts={counts} kind={kind} frame={frame} />
      {kind === null ? (
        <ByKind shown={shown} frame={frame} />
      ) : (
        <>
          <KindLead kind={kind} count={shown.together[kind]} mends={shown.mends} frame={frame} />
          <div class="grid">{result.shown}</div>
        </>
      )}
    </PlainPage>,
  );
}

/** The first of each kind; all of them are a press away. */
const ByKind = ({ shown, frame }: { shown: HygieneShown; frame: Frame }) => (
  <div class="grid">
    {HYGIENE_KINDS.filter((kind) => shown.counts[kind] > 0).map((kind) => {
      const all = shown.findings.filter((one) => one.kind === kind);
      const some = { ...shown, findings: all.slice(0, SHOWN) };
      return (
        <section class="card" id={kind}>
          <div class="tools">
            <h2>
              {frame.m.hygiene.kinds[kind]} <span class="soft">{whole(all.length)}</span>
            </h2>
            {all.length > SHOWN && (
              <a href={link(frame, { kind, page: '' })}>{frame.m.hygiene.allOf(all.length)}</a>
            )}
          </div>
          <KindLead kind={kind} count={shown.together[kind]} mends={shown.mends} frame={frame} />
          <DataTable data={hygieneTable(some, kind, frame)} label={frame.m.hygiene.kinds[kind]} />
        </section>
      );
    })}
  </div>
);

/** What the kind means, and the press that mends all of it that one press can mend. */
function KindLead({
  kind,
  count,
  mends,
  frame: { m },
}: {
  kind: HygieneKind;
  count: number;
  mends: boolean;
  frame: Frame;
}) {
  return (
    <>
      <p class="note">{m.hygiene.about[kind]}</p>
      {mends && count > 0 && (
        <form class="inline" method="post" action={href`/profiles/hygiene`}>
          <input type="hidden" name="kind" value={kind} />
          <button type="submit">{m.hygiene.mendAll(count)}</button>
        </form>
      )}
    </>
  );
}

function Chips({
  counts,
  kind,
  frame,
}: {
  counts: HygieneShown['counts'];
  kind: HygieneKind | null;
  frame: Frame;
}) {
  const { m } = frame;
  const found = HYGIENE_KINDS.filter((one) => counts[one] > 0);
  const all = found.reduce((sum, one) => sum + counts[one], 0);
  if (all === 0) return null;
  const chip = (name: string, count: number, to: string, is: boolean) => (
    <li>
      <a
        href={link(frame, { kind: to, page: '', q: '', sort: '' })}
        {...(is ? { 'aria-current': 'true' } : {})}
      >
        {name}
        <b>{whole(count)}</b>
      </a>
    </li>
  );
  return (
    <ul class="chips" aria-label={m.hygiene.chips}>
      {chip(m.hygiene.all, all, '', kind === null)}
      {found.map((one) => chip(m.hygiene.kinds[one], counts[one], one, kind === one))}
    </ul>
  );
}
