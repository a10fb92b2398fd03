import type { NoticeData } from '../../core/noticeData.ts';
import { addDays, dayOf, instantOf, monthOf, monthRange } from '../../core/periods.ts';

/** A week of a made-up cost center, as its owner reads it. @param now UTC milliseconds */
export function sampleReport(now: number, person: { user: string; userName: string }): NoticeData['report'] {
  const today = dayOf(now);
  const { start, endExclusive } = monthRange(monthOf(today));
  const first = addDays(today, -7);
  const ann = { key: person.user, name: person.userName, spent: '402.15', before: '288.4' };
  const takeshi = { key: 'takeshi.nakamura@example.com', name: '中村 武', spent: '310.02', before: '341.9' };
  const long = { key: 'maximiliane.von-brandenburg@example.com', name: 'Maximiliane von Brandenburg' };
  const unnamed = { key: 'priya.raman@example.com', name: '' };
  return {
    rhythm: 'weekly',
    kind: 'costCenter',
    key: 'CC-1000 Example',
    name: '',
    start: first,
    lastDay: addDays(today, -1),
    pastStart: addDays(today, -14),
    pastLastDay: addDays(today, -8),
    spent: '1284.57',
    least: false,
    before: '1102.1',
    billedPercent: 82,
    month: monthOf(today),
    monthRuns: true,
    monthSpent: '3310.8',
    monthExpected: '4920.3',
    budget: '4500',
    budgetState: 'watch',
    budgetPeriod: 'month',
    budgetStart: start,
    budgetEnd: endExclusive,
    counted: '3310.8',
    expected: '4920.3',
    bars: ['210.4', '231.7', '198.2', '260.9', '305.12', '41.25', '37'].map((spent, at) => ({
      from: addDays(first, at),
      until: addDays(first, at),
      spent,
    })),
    rows: [
      ...[ann, takeshi],
      ...[
        { ...long, spent: '188.4', before: '' },
        { ...unnamed, spent: '120.9', before: '95.5' },
      ],
    ],
    models: [
      { key: 'anthropic.claude-opus-4-6', name: 'Claude Opus 4.6', spent: '801.4', before: '' },
      { key: 'anthropic.claude-sonnet-4-6', name: 'Claude Sonnet 4.6', spent: '402.77', before: '422.9' },
      { key: 'amazon.nova-pro', name: 'Amazon Nova Pro', spent: '80.4', before: '91.3' },
    ],
    changes: [
      { ...ann, by: '113.75' },
      { ...takeshi, by: '-31.88' },
    ],
    attention: [
      { kind: 'user', key: ann.key, name: ann.name, state: 'over', excess: '62.15' },
      { kind: 'user', ...unnamed, state: 'watch', excess: '8.4' },
    ],
    attentionMore: 0,
    usageUntil: instantOf(now),
    billedThrough: addDays(today, -3),
    bill: 'open',
    people: 14,
  };
}
