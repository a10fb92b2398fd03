import type { HygieneShown } from '../../app/profiles/hygiene.ts';
import { href, scopeHref } from '../../core/href.ts';
import type { HygieneFinding, HygieneKind, Mend } from '../../core/hygiene/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';

/** What profiles want, as rows: which, what is wrong, and what mends it. */

/** @param kind the one of all rows; null: it is a column */
export function hygieneTable(
  { findings, mends }: Pick<HygieneShown, 'findings' | 'mends'>,
  kind: HygieneKind | null,
  frame: Frame,
): TableData {
  const { m } = frame;
  return {
    columns: [
      { name: m.hygiene.profile, key: 'profile' },
      { name: m.hygiene.kind, key: 'kind', file: kind !== null },
      { name: m.hygiene.finding, key: 'finding' },
      { name: m.profiles.owner, key: 'user' },
      { name: m.name.costCenter, key: 'costCenter' },
      { name: m.profiles.place, key: 'place' },
      { name: m.hygiene.mends, key: 'mend' },
      ...(mends ? [{ name: '', key: 'press', drawn: true }] : []),
    ],
    rows: findings.map((one) => lazyRow(`${one.kind} ${one.about}`, () => cellsOf(one, mends, frame))),
  };
}

function cellsOf(one: HygieneFinding, mends: boolean, frame: Frame): Cell[] {
  const { m } = frame;
  const { kind, profile, place, user, costCenter, about, detail } = one;
  const where = `${place.accountId} ${place.region}`;
  return [
    profile === null
      ? { text: where, raw: about }
      : { text: profile.name, raw: about, sort: profile.name, href: href`/profiles/${profile.shortId}` },
    { text: m.hygiene.kinds[kind], raw: kind },
    { text: m.hygiene.why[kind](detail) },
    user === '' ? { text: '–', raw: '' } : { text: user, href: scopeHref('user', user) },
    costCenter === ''
      ? { text: '–', raw: '' }
      : { text: costCenter, href: scopeHref('costCenter', costCenter) },
    { text: where },
    { text: mendWords(one.mend, frame) },
    ...(mends ? [{ text: '', show: <Press finding={one} frame={frame} /> }] : []),
  ];
}

/** What a mend does, in a few words. */
export function mendWords({ way, steps }: Mend, { m }: Pick<Frame, 'm'>): string {
  const { ways } = m.hygiene;
  const [deed] = steps.map((step) => step.deed);
  if (way === 'replace') return ways.replace;
  if (deed?.kind === 'tag')
    return ways.tag(
      Object.entries(deed.set)
        .map(([key, value]) => `${key}=${value}`)
        .join(', '),
    );
  if (deed?.kind === 'byHand') return m.plans.hands[deed.what]?.(deed.from, deed.to) ?? deed.what;
  if (steps.length > 1) return ways.deleteSome(steps.length);
  if (deed?.kind !== 'delete' || deed.unusedSince === null) return ways.delete;
  return deed.notBefore === null ? ways.deleteUnused : ways.deleteIdle;
}

/** Tags that somebody has to say are said in a form; everything else is one press. */
const SAID: ReadonlySet<string> = new Set(['nameOwner', 'knowOwner', 'sayTags', 'costCenterNoTag']);

function Press({
  finding: { kind, about, mend, profile },
  frame: { m },
}: {
  finding: HygieneFinding;
  frame: Frame;
}) {
  const [deed] = mend.steps.map((step) => step.deed);
  if (profile !== null && deed?.kind === 'byHand' && SAID.has(deed.what))
    return <a href={href`/profiles/hygiene/${profile.shortId}`}>{m.hygiene.say}</a>;
  return (
    <form method="post" action={href`/profiles/hygiene`}>
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="about" value={about} />
      <button type="submit">{m.hygiene.mend}</button>
    </form>
  );
}
