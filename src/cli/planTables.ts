import { placeKey } from '../core/places.ts';
import { type Plan, STEP_STATES, type Step } from '../core/provisioning/plans.ts';
import { requestCommand } from '../core/provisioning/quota.ts';
import {
  type Deed,
  type PlannedStep,
  type Proposal,
  placeOf,
  type Refused,
} from '../core/provisioning/types.ts';
import { en } from '../ui/messages/en.ts';
import { deedWords, reasonWords } from '../ui/planWords.ts';
import { say } from './output.ts';
import { printTable } from './table.ts';

/** Plans at a terminal: counts first, then kind by kind, a few rows of each. */

const m = en;
const KINDS: readonly Deed['kind'][] = ['create', 'tag', 'delete', 'tell', 'byHand'];
/** Rows of a kind that are printed unless all are asked for. */
const FEW = 10;

type Row = PlannedStep & Partial<Pick<Step, 'state' | 'reason' | 'number' | 'due'>>;

/** What a plan says, kept or not. */
export interface Printed extends Pick<Proposal, 'title' | 'unchanged' | 'refused' | 'requests' | 'notes'> {
  steps: readonly Row[];
  refusedCount?: number;
}

export function printPlan(plan: Printed, all: boolean): void {
  const { title, steps, unchanged, refused, requests = [], notes = [], refusedCount = refused.length } = plan;
  say(title);
  say();
  const byKind = Map.groupBy(steps, ({ deed }) => deed.kind);
  printTable(
    ['', ''],
    [
      ...KINDS.flatMap((kind) => {
        const count = byKind.get(kind)?.length ?? 0;
        return count === 0 ? [] : [[m.plans.kinds[kind], String(count)]];
      }),
      ['Unchanged', String(unchanged)],
      ['Refused', String(refusedCount)],
    ],
    [1],
  );
  for (const kind of KINDS) printSteps(kind, byKind.get(kind) ?? [], all);
  printReasons(m.plans.refusedTitle, refused, refusedCount, all);
  printReasons(m.plans.notesTitle, notes, notes.length, all);
  if (requests.length === 0) return;
  say();
  say(`${m.plans.requestsTitle}. ${m.plans.requestsIntro}`);
  for (const request of requests) {
    const quota = request.quota === null ? m.plans.unknownQuota : String(request.quota);
    say(m.plans.request(request.accountId, request.region, quota, String(request.needed)));
    say(`  ${requestCommand(request)}`);
  }
}

function printSteps(kind: Deed['kind'], steps: readonly Row[], all: boolean): void {
  if (steps.length === 0) return;
  const isKept = steps.some(({ state }) => state !== undefined);
  say();
  say(m.plans.kinds[kind]);
  bounded(steps, all, (shown) =>
    printTable(
      [...(isKept ? ['no.'] : []), 'for', 'what', 'where', ...(isKept ? ['state', 'why'] : [])],
      shown.map(({ deed, about, number, state, reason, due = null }) => {
        const place = placeOf(deed);
        const where = place === null ? '–' : placeKey(place);
        const kept = [
          state === 'waiting' && due !== null ? `${state} (${due.slice(0, 10)})` : (state ?? ''),
          reason ? reasonWords(reason, { m }) : '',
        ];
        return [
          ...(isKept ? [String(number)] : []),
          about,
          deedWords(deed, { m }),
          where,
          ...(isKept ? kept : []),
        ];
      }),
    ),
  );
}

function printReasons(title: string, rows: readonly Refused[], count: number, all: boolean): void {
  if (rows.length === 0) return;
  say();
  say(title);
  bounded(
    rows,
    all,
    (shown) =>
      printTable(
        ['for', 'why'],
        shown.map((one) => [one.about, reasonWords(one, { m })]),
      ),
    count,
  );
}

function bounded<T>(
  rows: readonly T[],
  all: boolean,
  print: (shown: readonly T[]) => void,
  count = rows.length,
): void {
  const shown = all ? rows : rows.slice(0, FEW);
  print(shown);
  if (shown.length < count)
    say(`  and ${count - shown.length} more${shown.length < rows.length ? ' (--all)' : ''}`);
}

/** How many steps of a plan are in which state, in a few words. */
export const countWords = ({ counts }: Plan): string =>
  STEP_STATES.filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${m.plans.stepStates[state]}`)
    .join(', ') || 'no steps';
