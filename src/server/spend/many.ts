import type { SpendReport } from '../../app/spend/report.ts';
import { saidOf, sumKnown } from '../../core/known.ts';
import { isUnknownModel } from '../../core/models.ts';
import { monthOf, previousMonth } from '../../core/periods.ts';
import { percent, month as showMonth, whole } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame } from '../../ui/layout.tsx';
import { countsOf } from './attention.tsx';
import type { Face } from './faces.ts';
import { nameOfPeriod, whenOf } from './periodName.ts';

/** What the pages of all people, models and cost centers say first: how many there are, and what stands out among them. */

/** null: the page is about something else, or there is no amount to speak of. */
export function saidOfMany(face: Face, report: SpendReport, frame: Frame): string[] | null {
  const { about } = face;
  if (about === 'month' || about === 'one' || saidOf(report.facts.total) === 'unpriced') return null;
  const said = { people: ofPeople, costCenters: ofCostCenters, models: ofModels }[about](report, frame);
  return [...said, ...endedWords(report, frame)];
}

/** The ten who spent most are told of where there are at least twice as many. */
const TOP = 10;

function ofPeople({ facts }: SpendReport, frame: Frame): string[] {
  const words = frame.m.faces.people;
  const rows = rowsOf(facts, 'user');
  const { user: over } = countsOf(facts, 'over');
  const { user: watch } = countsOf(facts, 'watch');
  const most = sumKnown(rows.slice(0, TOP));
  return [
    words.used(whole(rows.length), whenOf(facts.range, frame), knownText(facts.total, frame)),
    ...statesSaid(words, facts, over, watch),
    ...(rows.length < 2 * TOP
      ? []
      : [words.top(whole(TOP), percent(most.amount, facts.total.amount, frame.locale))]),
  ];
}

function ofCostCenters({ facts }: SpendReport, frame: Frame): string[] {
  const { m } = frame;
  const words = m.faces.centers;
  const rows = rowsOf(facts, 'costCenter');
  const all = facts.groups.find(({ group }) => group === 'costCenter')?.answer.rows ?? [];
  const without = sumKnown(all.filter(({ keys }) => keys[0] === ''));
  const { costCenter: over } = countsOf(facts, 'over');
  const { costCenter: watch } = countsOf(facts, 'watch');
  const [charged, total] = [knownText(sumKnown(rows), frame), knownText(facts.total, frame)];
  return [
    words.charged(whole(rows.length), charged, total, nameOfPeriod(facts.range, frame)),
    ...(without.amount > 0n ? [words.without(knownText(without, frame))] : []),
    ...unownedSaid(facts, frame),
    ...statesSaid(words, facts, over, watch),
  ];
}

function ofModels({ facts, names }: SpendReport, frame: Frame): string[] {
  const words = frame.m.faces.models;
  const one = facts.groups.find(({ group }) => group === 'model');
  const rows = rowsOf(facts, 'model').filter(({ keys }) => !isUnknownModel(keys[0] ?? ''));
  const [first] = rows;
  const fresh = rows.filter(({ keys }) => one?.usedBefore?.has(keys[0] ?? '') === false);
  const before = showMonth(previousMonth(monthOf(facts.range.start)), frame.locale);
  return [
    words.used(whole(rows.length), whenOf(facts.range, frame), knownText(facts.total, frame)),
    ...(first === undefined || rows.length < 2
      ? []
      : [
          words.first(
            names.model(first.keys[0] ?? ''),
            percent(first.amount, facts.total.amount, frame.locale),
          ),
        ]),
    ...(facts.wholeMonth && fresh.length > 0
      ? [
          words.fresh(
            fresh.map(({ keys }) => names.model(keys[0] ?? '')),
            before,
          ),
        ]
      : []),
    ...unownedSaid(facts, frame),
  ];
}

type Facts = SpendReport['facts'];

const rowsOf = ({ groups }: Facts, asked: 'user' | 'costCenter' | 'model') =>
  (groups.find(({ group }) => group === asked)?.answer.rows ?? []).filter(({ keys }) => keys[0] !== '');

function statesSaid(
  words: Frame['m']['faces']['people'] | Frame['m']['faces']['centers'],
  { wholePeriod, running }: Facts,
  over: number,
  watch: number,
): string[] {
  if (!wholePeriod || over + watch === 0) return [];
  return [words.states(whole(over), running ? whole(watch) : null)];
}

const unownedSaid = ({ unallocated }: Facts, frame: Frame): string[] =>
  unallocated.amount > 0n ? [frame.m.headline.unowned(knownText(unallocated, frame))] : [];

/** Of days that are over, whether the amounts stay as they are. */
function endedWords({ facts: { range, today, bill } }: SpendReport, { m }: Frame): string[] {
  if (range.endExclusive > today) return [];
  return [bill.period === 'final' ? m.faces.past.ownFinal : m.faces.past.ownNotFinal];
}
