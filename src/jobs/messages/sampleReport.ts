import type { NoticeData } from '../../core/noticeData.ts';
import { addDays, dayOf, instantOf, monthOf, monthRange } from '../../core/periods.ts';

/** A week of a made-up cost center, as its owner reads it. */
export function sampleReport(now: number, person: { user: string; userName: string }): NoticeData['report'] {
  const today = dayOf(now);
  const { start, endExclusive } = monthRange(monthOf(today));
  const first = addDays(today, -7);
  const ann = { key: person.user, name: person.userName, spent: '96.2', before: '41.3' };
  const bob = { key: 'bob@example.com', name: 'Bob Example', spent: '52.9', before: '60.1' };
  return {
    rhythm: 'weekly',
    kind: 'costCenter',
    key: 'CC-1000 Example',
    name: '',
    start: first,
    lastDay: addDays(today, -1),
    pastStart: addDays(today, -14),
    pastLastDay: addDays(today, -8),
    spent: '149.1',
    least: false,
    before: '101.4',
    billedPercent: 71,
    month: monthOf(today),
    monthRuns: true,
    monthSpent: '412.6',
    monthExpected: '604.2',
    budget: '600',
    budgetState: 'watch',
    budgetPeriod: 'month',
    budgetStart: start,
    budgetEnd: endExclusive,
    counted: '412.6',
    expected: '604.2',
    bars: ['18.2', '24.6', '31.9', '27.3', '29.4', '9.8', '7.9'].map((spent, at) => ({
      from: addDays(first, at),
      until: addDays(first, at),
      spent,
    })),
    rows: [ann, bob],
    models: [
      { key: 'anthropic.claude-sonnet-4-6', name: 'Claude Sonnet 4.6', spent: '117.8', before: '80.2' },
      { key: 'anthropic.claude-haiku-4-5', name: 'Claude Haiku 4.5', spent: '31.3', before: '21.2' },
    ],
    changes: [{ ...ann, by: '54.9' }],
    attention: [{ kind: 'user', key: ann.key, name: ann.name, state: 'watch', excess: '12.4' }],
    attentionMore: 0,
    usageUntil: instantOf(now),
    billedThrough: addDays(today, -3),
    bill: 'partly',
    people: 12,
  };
}
