import { type Agreement, agreementOf } from '../../core/agreement.ts';
import { type DayRange, FINDING_KINDS, type Finding, type FindingKind } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { type KeptPart, keptPartOf } from '../kept.ts';
import { type Names, readNames } from '../names.ts';
import { findingsIn } from '../operations/heldBack.ts';
import { mustShow } from '../privacy/shown.ts';

/** What does not add up on the days of a period, and what it means that nothing does not. */

/** What no finding means. To be called within one reading, where findings are asked for. */
export const agreementIn = async (
  { store, now }: Pick<Asking, 'store' | 'now'>,
  range: DayRange,
): Promise<Agreement> => agreementOf(range, await store.charges.read(range), now);

interface FindingsShown extends KeptPart {
  /** Each of the kind, newest first. */
  findings: readonly Finding[];
  names: Names;
}

/** All findings of a kind, each for itself, with its day. @throws Forbidden, Withheld */
export const showFindings = (asking: Asking, asked: DayRange, kind: FindingKind): Promise<FindingsShown> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    mustShow(inside, { range: asked, byDay: true });
    const { range, gone } = await keptPartOf(inside, asked, ['spend', 'bill']);
    const findings = (await findingsIn(inside, range)).filter((one) => one.kind === kind);
    return {
      range,
      gone,
      findings: findings.sort((a, b) => ((a.day ?? '') < (b.day ?? '') ? 1 : -1)),
      names: await readNames(inside, []),
    };
  });

/** The kind that is asked for; null for what is none. */
export const kindOf = (text: string): FindingKind | null =>
  FINDING_KINDS.find((kind) => kind === text) ?? null;
