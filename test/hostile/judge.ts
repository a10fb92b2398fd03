import { type Json, LISTINGS } from './protocol.ts';
import type { Asked } from './proxy.ts';

/**
 * What the product owes a word for. It is judged by what was answered in the end and by what the ledger held before, and
 * never by what was done to the answer: trouble that a second try made good owes nothing, and neither does what nobody
 * could tell from the truth.
 */

/** What a ledger holds of what can be asked. */
export interface Held {
  /** 10⁻¹⁰ USD of a reading of the bill on a day, by `GROUPING DAY`. */
  days: ReadonlyMap<string, bigint>;
  /** Entries of each list, by its name. */
  lists: ReadonlyMap<string, number>;
}

/** An answer that owes a word, and why. */
export interface Owed {
  asked: Asked;
  why: string;
  /** What of the ledger it would have changed, by the keys of `Held`. */
  slices: readonly string[];
}

/** Falls beyond these against an own earlier reading are trouble; 10⁻¹⁰ USD. */
const MOST_FALLEN = 100_000_000_000n;
const ENTRIES_FALLEN = 5;

/** Whether an amount fell by more than half and ten dollars; what AWS gave back, which is below zero, does not fall. */
export const fellInMoney = (before: bigint, now: bigint): boolean =>
  before > 0n && before - now > MOST_FALLEN && (before - now) * 2n > before;
/** Whether a list fell by more than a fifth and five entries. */
export const fellInEntries = (before: number, now: number): boolean =>
  before - now > ENTRIES_FALLEN && (before - now) * 5 > before;

/**
 * What is owed a word; null where nothing is. Pure.
 * @param all that was asked in the same sync: series that are missing here may have been asked for again
 */
export function owedFor(asked: Asked, held: Held, all: readonly Asked[]): Owed | null {
  const because = (why: string, slices: readonly string[] = []): Owed => ({ asked, why, slices });
  const pages = [...asked.pages.values()];
  if (pages.some((page) => page === null)) return because('no answer that can be read');
  if (!endsWell(asked)) return because('pages without end');
  const answers = pages as Json[];
  switch (asked.question.operation) {
    case 'ce:GetCostAndUsage':
      return owedForBill(asked, answers, held, because);
    case 'monitoring:GetMetricData':
      return owedForMetrics(asked, all, because);
    default:
      return owedForList(asked, answers, held, because);
  }
}

type Because = (why: string, slices?: readonly string[]) => Owed;

/** The last page names no other one that was never asked for: a client that stopped there had a reason. */
function endsWell({ question, pages }: Asked): boolean {
  const token = LISTINGS[question.operation]?.token;
  const last = [...pages.values()].at(-1);
  return token === undefined || !last?.[token];
}

const GROUPINGS: readonly (readonly [RegExp, string])[] = [
  [/^SERVICE$/, 'line'],
  [/^RECORD_TYPE$/, 'recordType'],
  [/^InferenceProfile$/, 'profile'],
  [/^UserEmail$/, 'owner'],
  [/^iamPrincipal\//, 'principal'],
];

function owedForBill(
  { question: { input } }: Asked,
  pages: readonly Json[],
  held: Held,
  because: Because,
): Owed | null {
  const { Start, End } = input.TimePeriod;
  const given = new Map<string, bigint>();
  for (const { TimePeriod, Groups = [] } of pages.flatMap((page): Json[] => page.ResultsByTime ?? [])) {
    let sum = given.get(TimePeriod.Start) ?? 0n;
    for (const { Metrics } of Groups) sum += exact(Metrics.UnblendedCost.Amount);
    given.set(TimePeriod.Start, sum);
  }
  if (input.Granularity === 'MONTHLY')
    return monthsOf(Start, End).every((month) => [...given.keys()].some((day) => day.startsWith(month)))
      ? null
      : because('months are missing');
  const key: string = input.GroupBy[0].Key;
  const grouping = GROUPINGS.find(([pattern]) => pattern.test(key))?.[1] ?? key;
  const days = daysOf(Start, End);
  const answered: string = pages[0]?.GroupDefinitions?.[0]?.Key ?? key;
  if (answered !== key)
    return because(
      'the answer to another question',
      days.map((day) => `${grouping} ${day}`),
    );
  const missing = days.filter((day) => !given.has(day));
  if (missing.length > 0)
    return because(
      'days are missing',
      missing.map((day) => `${grouping} ${day}`),
    );
  const fallen = days
    .map((day) => ({ day, slice: `${grouping} ${day}` }))
    .filter(({ day, slice }) => fellInMoney(held.days.get(slice) ?? 0n, given.get(day) ?? 0n));
  return fallen.length > 0
    ? because(
        'days fell',
        fallen.map(({ slice }) => slice),
      )
    : null;
}

/** Every series that was asked for has an answer with a last word, here or where it was asked for again. */
function owedForMetrics(asked: Asked, all: readonly Asked[], because: Because): Owed | null {
  const same = all.filter(({ question }) => question.operation === asked.question.operation);
  const complete = new Set(same.flatMap(completeSeries));
  const missing = seriesOf(asked).filter(({ series }) => !complete.has(series));
  return missing.length > 0 ? because('series are missing') : null;
}

function completeSeries(asked: Asked): string[] {
  const results = [...asked.pages.values()].flatMap((page): Json[] => page?.MetricDataResults ?? []);
  const complete = new Set(results.filter((one) => one.StatusCode === 'Complete').map(({ Id }) => Id));
  return seriesOf(asked)
    .filter(({ id }) => complete.has(id))
    .map(({ series }) => series);
}

/** The series of a question, by what they are and from when on they are asked for. */
const seriesOf = ({ question: { account, input } }: Asked): { id: string; series: string }[] =>
  (input.MetricDataQueries as Json[]).map(({ Id, MetricStat }) => ({
    id: Id,
    series: `${account} ${input.StartTime} ${JSON.stringify(MetricStat.Metric)}`,
  }));

function owedForList(asked: Asked, pages: readonly Json[], held: Held, because: Because): Owed | null {
  const { operation, account } = asked.question;
  const list = LISTINGS[operation]?.list ?? '';
  const items = pages.flatMap((page): Json[] => page[list] ?? []);
  const { name, count } = countOf(asked, items);
  if (items.some((item) => isOfAnother(item, account, asked.question.input)))
    return because('the answer to another question', [name]);
  return fellInEntries(held.lists.get(name) ?? 0, count) ? because('a list fell', [name]) : null;
}

/** What a list is called among what is held, and how many different entries it has. */
function countOf({ question }: Asked, items: readonly Json[]): { name: string; count: number } {
  const { operation, account, input } = question;
  const distinct = (of: (item: Json) => unknown) => new Set(items.map(of)).size;
  switch (operation) {
    case 'tagging:GetResources':
      return {
        name: `tags ${account}`,
        // A profile that has none is listed all the same.
        count: new Set(items.filter(({ Tags }) => Tags.length > 0).map(({ ResourceARN }) => ResourceARN))
          .size,
      };
    case 'bedrock:ListInferenceProfiles':
      return {
        name: input.type === 'APPLICATION' ? `profiles ${account}` : 'systemProfiles',
        count: distinct(({ inferenceProfileArn }) => inferenceProfileArn),
      };
    case 'bedrock:ListFoundationModels':
      return { name: 'models', count: distinct(({ modelId }) => modelId) };
    case 'identitystore:ListUsers':
      return { name: 'people', count: distinct(({ UserId }) => UserId) };
    default:
      return { name: operation, count: items.length };
  }
}

/** An entry that names another account or another kind than was asked for. */
function isOfAnother(item: Json, account: string, input: Json): boolean {
  const arn: string | undefined = item.inferenceProfileArn ?? item.ResourceARN;
  if (arn !== undefined && account !== '' && arn.split(':')[4] !== account) return true;
  return input.type !== undefined && item.type !== undefined && input.type !== item.type;
}

/** An exact decimal of AWS's in 10⁻¹⁰. */
function exact(text: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,10}))?/.exec(text) ?? [];
  return BigInt(`${sign}${whole}${fraction.padEnd(10, '0')}`);
}

const DAY_MS = 86_400_000;
function daysOf(start: string, end: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(start); at < Date.parse(end); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
const monthsOf = (start: string, end: string): string[] => [
  ...new Set(daysOf(start, end).map((day) => day.slice(0, 7))),
];
