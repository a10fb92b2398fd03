import { type Agreement, agreementOf } from '../../core/agreement.ts';
import { personIn } from '../../core/aliases.ts';
import { roundingOf } from '../../core/bill.ts';
import { ownerKey } from '../../core/ownerBalances.ts';
import { claimedBy, differencesBetween, type OwnerDifference, sizeOf } from '../../core/ownerDifferences.ts';
import { addDays } from '../../core/periods.ts';
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

/** Kinds that hold what the bill says of people against what they were given. */
export type CheckKind = Extract<FindingKind, 'ownerCheck' | 'principalCheck'>;
export const isCheck = (kind: FindingKind): kind is CheckKind =>
  kind === 'ownerCheck' || kind === 'principalCheck';

/** Somebody of whom bill and ledger say different things on a day. */
export interface PersonDiffers extends Omit<OwnerDifference, 'key'> {
  user: string;
  costCenter: string;
}

interface FindingsShown extends KeptPart {
  /** Of one day, everybody whom a finding about people is about, the largest first; null where it is of more days or nothing of the kind. */
  people: readonly PersonDiffers[] | null;
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
    const isDay = gone === null && addDays(range.start, 1) === range.endExclusive;
    return {
      range,
      gone,
      people:
        isDay && isCheck(kind) && findings.length > 0 ? await peopleDiffering(inside, range, kind) : null,
      findings: findings.sort((a, b) => ((a.day ?? '') < (b.day ?? '') ? 1 : -1)),
      names: await readNames(inside, []),
    };
  });

/** Everybody whom a finding of a day is about: the same comparison, of what is held of the day now. */
async function peopleDiffering(asking: Asking, range: DayRange, kind: CheckKind): Promise<PersonDiffers[]> {
  const { store } = asking;
  const personOf = personIn(await store.people.aliases());
  const lines = await store.charges.lines({ range, records: 'usage' });
  const held = new Map<string, bigint>();
  const ofOwner = kind === 'ownerCheck';
  const keyOf = (user: string, costCenter: string) =>
    ownerKey({ userEmail: personOf(user), costCenter: ofOwner ? costCenter : '' });
  for (const { userEmail, costCenter, billed } of await store.spend.ownersBilled(range.start)) {
    if (!ofOwner && userEmail === null) continue;
    const key = keyOf(userEmail ?? '', costCenter ?? '');
    held.set(key, (held.get(key) ?? 0n) + billed);
  }
  const [claims, claimed] = ofOwner
    ? await ownerClaims(asking, range, keyOf)
    : await principalClaims(asking, range, keyOf);
  const found = differencesBetween(claimed, held, roundingOf(claims + lines.length)).map(
    ({ key, ...one }) => {
      const [user = '', costCenter = ''] = key.split('\n');
      return { ...one, user, costCenter };
    },
  );
  asking.noteLook?.(found.map(({ user }) => user));
  return found.sort((a, b) => Number(sizeOf(b.difference) - sizeOf(a.difference)));
}

type KeyOf = (user: string, costCenter: string) => string;
/** How many claims there are, and what they come to for each. */
type Claimed = Promise<[claims: number, claimed: Map<string, bigint>]>;

async function ownerClaims({ store }: Asking, range: DayRange, keyOf: KeyOf): Claimed {
  const all = await store.charges.claims({ range, by: 'owner' });
  const named = all.filter(({ user, costCenter }) => user !== '' || costCenter !== '');
  return [all.length, claimedBy(named, ({ user, costCenter }) => keyOf(user, costCenter))];
}

async function principalClaims({ store }: Asking, range: DayRange, keyOf: KeyOf): Claimed {
  const all = await store.charges.claims({ range, by: 'principal' });
  const named = all.filter(({ principal }) => principal !== '');
  return [all.length, claimedBy(named, ({ principal }) => keyOf(principal, ''))];
}

/** The kind that is asked for; null for what is none. */
export const kindOf = (text: string): FindingKind | null =>
  FINDING_KINDS.find((kind) => kind === text) ?? null;
