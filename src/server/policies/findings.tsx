import { CLOSED_BY, termsOf } from '../../core/policies/holes.ts';
import { allByOne, isNearlyAll, type OpenHole } from '../../core/policies/inForce.ts';
import type { RegionsDenied } from '../../core/policies/regionsDenied.ts';
import type { Settings } from '../../core/settings.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, CopyButton } from '../../ui/plain.tsx';

/** What was found about policies, in words. */

export interface HoleFinding {
  hole: string;
  state: OpenHole['state'];
  title: string;
  /** Statements that open it, or deny what is needed. */
  by: string;
  change: string;
  /** What the title and `by` name only the first of, whole. */
  all: readonly (readonly string[])[];
}

/** Names, and calls, that a sentence tells one by one. */
const NAMES = 3;
const PROBES = 5;

type Keys = Settings['tagKeys'];
type NameOf = (policy: string) => string;

/**
 * The worst first.
 * @param fold how many that one statement opens are told in one
 */
export function holeFindings(
  holes: readonly OpenHole[],
  keys: Keys,
  partition: string,
  fold: number,
  { m }: Frame,
  nameOf: NameOf = (policy) => policy,
): HoleFinding[] {
  const words = m.policies.findings;
  const terms = termsOf(keys, partition);
  const opening = ({ by }: OpenHole): string[] =>
    by.map(({ policy, statement }) => words.statementOf(statement, nameOf(policy)));
  const statements = (one: OpenHole): string =>
    one.by.length === 0 ? words.nothingAllows : words.listed(opening(one));
  const findings = holes.map((one): HoleFinding => {
    const { says, change } = words.holes[one.hole](terms);
    const more = [
      ...(one.hole === 'otherSpending' ? [words.actions(words.listed(one.probes, PROBES))] : []),
      ...(one.state === 'unknown' ? [words.elements(words.listed(one.elements))] : []),
    ];
    return {
      hole: one.hole,
      state: one.state,
      title: [words.title(one.state, says), ...more].join(m.gap),
      by: statements(one),
      change: `${asSentence(change, m.colon)}${m.gap}${words.printedAs(CLOSED_BY[one.hole].join(', '))}`,
      all: [
        ...(one.hole === 'otherSpending' && one.probes.length > PROBES ? [one.probes] : []),
        ...(one.state === 'unknown' && one.elements.length > NAMES ? [one.elements] : []),
        ...(one.by.length > NAMES ? [opening(one)] : []),
      ],
    };
  });
  const open = holes.filter(({ state }) => state === 'open');
  const one = allByOne(open, fold);
  const [first] = findings;
  if (one === null || first === undefined) return findings;
  const all: HoleFinding = {
    hole: 'everything',
    state: 'open',
    title: isNearlyAll(open) ? words.everything : words.much(first.title, open.length - 1),
    by: statements(one),
    change: words.everythingAdvice,
    all: [open.map(({ hole }) => words.title('open', words.holes[hole](terms).says))],
  };
  return [all, ...findings.filter(({ state }) => state !== 'open')];
}

/** Changes are written to follow a name at a terminal; here each stands alone. */
export const asSentence = (text: string, colon: string): string =>
  colon === '：' ? `${text}。`.replace(/。。$/, '。') : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const BADGES = { open: 'over', impossible: 'watch', unknown: 'none' } as const;
export const StateBadge = ({ state, frame: { m } }: { state: OpenHole['state']; frame: Frame }) => (
  <Badge kind={BADGES[state]} text={m.policies.findings.states[state]} />
);

/** All that a sentence named only the first of, to be opened; nothing where it named them all. */
export function AllOf({
  names,
  most = 0,
  frame: { m },
}: {
  names: readonly string[];
  most?: number;
  frame: Pick<Frame, 'm'>;
}) {
  if (names.length <= most) return null;
  return (
    <details class="all">
      <summary>{m.policies.findings.listAll(whole(names.length))}</summary>
      <ul>
        {names.map((name) => (
          <li>{name}</li>
        ))}
      </ul>
    </details>
  );
}

export const HoleList = ({ findings, frame }: { findings: readonly HoleFinding[]; frame: Frame }) => (
  <ol class="findings">
    {findings.map(({ state, title, by, change, all }) => (
      <li>
        <p>
          <StateBadge state={state} frame={frame} /> {title}{' '}
          <span class="note">{frame.m.policies.findings.openedBy(by)}</span>
        </p>
        <p class="note">{change}</p>
        {all.map((names) => (
          <AllOf names={names} frame={frame} />
        ))}
      </li>
    ))}
  </ol>
);

/** Destinations that are denied, with the exemption to copy. */
export function RegionsFound({
  found: { denied, unknown, exemptions },
  frame,
  id,
  nameOf = (policy) => policy,
}: {
  found: RegionsDenied;
  frame: Frame;
  /** Of this part of the page: two of them do not share what is copied. */
  id: string;
  nameOf?: NameOf;
}) {
  const { m } = frame;
  const words = m.policies.findings;
  if (denied.length === 0 && unknown.length === 0) return <p>{words.regionsFine}</p>;
  return (
    <>
      <ol class="findings">
        {denied.map(({ destination, by, level }) => (
          <li>
            {words.fails(words.destination(destination, isGlobal(destination)))}{' '}
            {by === null ? words.failsAt(level ?? 0) : words.failsBy(by.statement, nameOf(by.policy))}
          </li>
        ))}
        {unknown.length > 0 && (
          <li>
            {words.elements(words.listed(unknown))}
            <AllOf names={unknown} most={NAMES} frame={frame} />
          </li>
        )}
      </ol>
      {exemptions.map(({ policy, statement, changed, added, sample }, i) => (
        <>
          <p>{words.changed(nameOf(policy), statement)}</p>
          <Copied id={`${id}-changed-${i}`} text={JSON.stringify(changed, null, 2)} frame={frame} />
          {added !== null && (
            <>
              <p>{words.added}</p>
              <Copied id={`${id}-added-${i}`} text={JSON.stringify(added, null, 2)} frame={frame} />
            </>
          )}
          {sample && <p class="note">{words.sample(statement)}</p>}
        </>
      ))}
      {denied.length > 0 && exemptions.length === 0 && <p class="note">{words.meant}</p>}
    </>
  );
}

const isGlobal = (destination: string): boolean => destination === '' || destination === 'unspecified';

/** Text to take along. */
export const Copied = ({ id, text, frame: { m } }: { id: string; text: string; frame: Frame }) => (
  <div class="copied">
    <CopyButton of={id} m={m} />
    <pre id={id} tabindex={0}>
      {text}
    </pre>
  </div>
);
