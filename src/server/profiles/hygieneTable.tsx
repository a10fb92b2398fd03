import type { HygieneShown } from '../../app/profiles/hygiene.ts';
import { href, scopeHref } from '../../core/href.ts';
import { hasToBeSaid } from '../../core/hygiene/mending.ts';
import type { HygieneFinding, HygieneKind } from '../../core/hygiene/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import { mendWords } from '../../ui/mendWords.ts';
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
      { name: m.hygiene.mends, key: 'mend', card: 'act' },
      { name: m.hygiene.kind, key: 'kind', csv: 'finding_kind', file: kind !== null },
      { name: m.hygiene.finding, key: 'finding', file: true },
      { name: m.profiles.owner, key: 'user' },
      { name: m.name.costCenter, key: 'costCenter' },
      { name: m.profiles.place, key: 'place' },
    ],
    rows: findings.map((one) => lazyRow(`${one.kind} ${one.about}`, () => cellsOf(one, mends, frame))),
  };
}

function cellsOf(one: HygieneFinding, mends: boolean, frame: Frame): Cell[] {
  const { m } = frame;
  const { kind, profile, place, user, costCenter, about, detail } = one;
  const where = `${place.accountId} ${place.region}`;
  const why = m.hygiene.why[kind](detail);
  const words = mendWords(one.mend, frame);
  return [
    {
      ...(profile === null
        ? { text: where, raw: about }
        : { text: profile.name, raw: about, sort: profile.name, href: href`/profiles/${profile.shortId}` }),
      beside: [{ text: why }],
    },
    mends ? { text: words, show: <Press finding={one} words={words} frame={frame} /> } : { text: words },
    { text: m.hygiene.kinds[kind], raw: kind },
    { text: why },
    user === '' ? { text: '–', raw: '' } : { text: user, person: user, href: scopeHref('user', user) },
    costCenter === ''
      ? { text: '–', raw: '' }
      : { text: costCenter, href: scopeHref('costCenter', costCenter) },
    { text: where, whole: true },
  ];
}

const isDeletion = ({ mend: { steps } }: HygieneFinding): boolean =>
  steps.length > 0 && steps.every(({ deed }) => deed.kind === 'delete');

/** Tags that somebody has to say are said in a form; everything else is one press. First, so that no phone cuts it. */
function Press({ finding, words, frame: { m } }: { finding: HygieneFinding; words: string; frame: Frame }) {
  const { kind, about, profile } = finding;
  return (
    <div class="words">
      {profile !== null && hasToBeSaid(finding) ? (
        <a href={href`/profiles/hygiene/${profile.shortId}`}>
          {kind === 'furtherTag' ? m.hygiene.saySome : m.hygiene.say}
        </a>
      ) : (
        <form method="post" action={href`/profiles/hygiene`}>
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="about" value={about} />
          <button type="submit">{isDeletion(finding) ? m.hygiene.mendDelete : m.hygiene.mend}</button>
        </form>
      )}
      {/* The button says it already. */}
      {words !== m.hygiene.ways.delete && <small class="beside">{words}</small>}
    </div>
  );
}
