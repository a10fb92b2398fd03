import type { AdviceSeen } from '../../app/spend/advice.ts';
import { type Advice, isOfPart } from '../../core/advice.ts';
import { href } from '../../core/href.ts';
import { roundTo, sum } from '../../core/money.ts';
import { addDays } from '../../core/periods.ts';
import type { Money } from '../../core/types.ts';
import { usd, usdTogether } from '../../core/usd.ts';
import { fullDay, percent, day as showDay } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { DataTable, type TableData } from '../../ui/table.tsx';
import { moneyCell, tokensCell } from '../tables/cells.ts';

/** What would have cost somebody less: an amount, what to do for it, and how it was reckoned. */

const CACHING = 'https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html';

export interface AdviceCardProps {
  seen: AdviceSeen | null;
  frame: Frame;
  /** Whether whoever looks gets a profile of another model here, for themselves. */
  canGet: boolean;
}

export function AdviceCard({ seen, frame, canGet }: AdviceCardProps) {
  if (seen === null || seen.advice.length === 0) return null;
  const { m, locale } = frame;
  const { start, endExclusive } = seen.range;
  return (
    <section class="card" id="advice">
      <h2>{m.advice.title}</h2>
      <p class="note">{m.advice.intro(showDay(start, locale), showDay(addDays(endExclusive, -1), locale))}</p>
      <ul class="plainlist">
        {seen.advice.map((one) => (
          <OneAdvice one={one} seen={seen} frame={frame} canGet={canGet} />
        ))}
      </ul>
    </section>
  );
}

function OneAdvice({ one, seen, frame, canGet }: AdviceCardProps & { one: Advice; seen: AdviceSeen }) {
  const { m } = frame;
  const [cost, instead] = [totalOf(one, 'cost'), totalOf(one, 'instead')];
  // What is shown of both is what is shown of the difference.
  const saved = usd((roundTo(cost, 2) - roundTo(instead, 2)) as Money);
  return (
    <li>
      <p>
        <b>{m.advice.less(saved)}</b>
        {m.colon}
        {wordsOf(one, seen, frame)}
      </p>
      <p class="note">{noteOf(one, frame)}</p>
      {one.other !== null && canGet && !seen.used.has(one.other.modelKey) && (
        <p class="actions">
          <a href={href`/profiles/new?${{ source: one.other.sourceId }}`}>
            {m.advice.getProfile(seen.nameOf(one.other.modelKey))}
          </a>
        </p>
      )}
      {one.kind === 'cacheReads' && (
        <p class="actions">
          <a href={CACHING} rel="noreferrer">
            {m.advice.docs}
          </a>
        </p>
      )}
      <details>
        <summary>{m.advice.how}</summary>
        <DataTable label={m.advice.how} data={termsTable(one, frame)} />
        <p class="note">
          {m.advice.basis(m.rates.routes[one.use.route], one.use.region, fullDay(seen.day, frame.locale))}
          {isOfPart(one) && m.gap + m.advice.tenth}
        </p>
      </details>
    </li>
  );
}

const totalOf = ({ terms }: Advice, which: 'cost' | 'instead'): Money => sum(terms.map((one) => one[which]));
const tokensOf = ({ terms }: Advice, kind: 'cacheRead' | 'cacheWrite'): bigint =>
  terms.find((one) => one.kind === kind)?.tokens ?? 0n;

function wordsOf(one: Advice, { nameOf }: AdviceSeen, { m, locale }: Frame): string {
  const { words } = m.advice;
  const model = nameOf(one.use.modelKey);
  const [cost, instead] = [usd(totalOf(one, 'cost')), usd(totalOf(one, 'instead'))];
  switch (one.kind) {
    case 'newer':
    case 'other':
      return words[one.kind](model, nameOf(one.other?.modelKey ?? ''), cost, instead);
    case 'cacheUnread':
      return words.cacheUnread(
        model,
        timesOf(tokensOf(one, 'cacheRead'), tokensOf(one, 'cacheWrite')),
        cost,
        instead,
      );
    case 'cacheReads':
      return words.cacheReads(model, cachedShare(one, locale));
    case 'batch':
    case 'flex':
      return words[one.kind](model);
  }
}

/** What part of what was sent came from the cache; null: nothing. */
const cachedShare = ({ cache }: Advice, locale: Frame['locale']): string | null =>
  cache === null || cache.readTokens === 0n ? null : percent(cache.readTokens, cache.sentTokens, locale);

/** `0.4`: how many times something was read that was written once, cut to a tenth. */
const timesOf = (read: bigint, written: bigint): string => {
  const tenths = written === 0n ? 0n : (read * 10n) / written;
  return `${tenths / 10n}.${tenths % 10n}`;
};

function noteOf({ kind, cache }: Advice, { m }: Frame): string {
  if (cache !== null)
    return m.advice.cacheNote(usd(cache.input), usd(cache.read), usd(cache.write), cache.pays);
  return Object.entries(m.advice.notes).find(([name]) => name === kind)?.[1] ?? '';
}

/** Each term of it: tokens × rate, beside what they cost. */
function termsTable(one: Advice, frame: Frame): TableData {
  const { m } = frame;
  const { columns } = m.advice;
  const cost = usdTogether(one.terms.map((term) => term.cost));
  const instead = usdTogether(one.terms.map((term) => term.instead));
  return {
    caption: m.usd,
    columns: [
      { name: m.name.tokenKind, key: 'tokenKind' },
      { name: m.tokens, key: 'tokens', number: true },
      { name: columns.cost, key: 'cost', csv: null, number: true },
      { name: columns.rate, key: 'rate', csv: null, number: true },
      { name: columns.instead, key: 'instead', csv: null, number: true },
      { name: columns.from, key: 'source', csv: null },
    ],
    rows: one.terms.map((term, i) => ({
      cells: [
        { text: m.kind[term.kind] },
        tokensCell(term.tokens, frame),
        moneyCell(term.cost, cost(i)),
        moneyCell(term.rate),
        moneyCell(term.instead, instead(i)),
        { text: m.rates.sources[term.source] },
      ],
    })),
    foot: [
      { text: m.total },
      { text: '' },
      moneyCell(totalOf(one, 'cost')),
      { text: '' },
      moneyCell(totalOf(one, 'instead')),
      { text: '' },
    ],
  };
}
