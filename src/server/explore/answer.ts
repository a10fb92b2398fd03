import type { Explored } from '../../app/spend/explore.ts';
import { isTime } from '../../core/explore.ts';
import { type Line, measured } from '../../core/exploreMatrix.ts';
import { changeOf, type Known, pricedPart } from '../../core/known.ts';
import type { Priced } from '../../core/types.ts';
import { signedUsd, usdTogether } from '../../core/usd.ts';
import { percent, tokens, whole, withSign } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import { nameOfPeriod, whenOf } from '../spend/periodName.ts';
import { type Look, lineText } from './names.ts';

/** The answer in a few sentences: how much, how sure, the largest part, and what changed. */
export function answerWords(explored: Explored, look: Look): string[] {
  const { asked, range, total, matrix } = explored;
  const { frame } = look;
  const words = frame.m.explore.answer;
  const when = whenOf(range, frame);
  const amount = knownText(total, frame);
  const first =
    asked.measure === 'tokens'
      ? words.tokens(whole(total.tokens), when)
      : asked.basis === 'best'
        ? words.cost(amount, when)
        : asked.basis === 'billed'
          ? words.billed(amount, nameOfPeriod(range, frame))
          : words.estimated(amount, when);
  const sure =
    asked.measure === 'cost' && explored.billed !== null ? [sureWords(explored.billed, total, look)] : [];
  const change = changeWords(explored, look);
  const [largest] = matrix?.rows ?? [];
  const most =
    change.length > 0 || largest === undefined || largest.kind !== 'key' || (matrix?.rows.length ?? 0) < 2
      ? []
      : [
          words.largest(
            nameOf(largest, explored, look),
            percent(measured(asked, largest.sum), measured(asked, total), frame.locale),
          ),
        ];
  return [first, ...sure, ...(isTime(asked.group) ? [] : most), ...change];
}

const nameOf = (line: Line, explored: Explored, look: Look): string =>
  lineText(line, explored.asked.group, explored, look);

/** How much of it is billed, how much estimated: rounded together, so that both make it. */
function sureWords(billed: Known, total: Known, { frame: { m } }: Look): string {
  const estimated: Known = {
    amount: (total.amount - billed.amount) as Priced,
    unpricedTokens: total.unpricedTokens,
  };
  const shown = usdTogether([billed.amount, estimated.amount]);
  const isNothing = ({ amount, unpricedTokens }: Known) => amount === 0n && unpricedTokens === 0n;
  return `${m.spentParts(
    isNothing(billed) && !isNothing(total) ? null : knownText(billed, { m }, shown(0)),
    isNothing(estimated) ? null : knownText(estimated, { m }, shown(1)),
  )}${m.explore.end}`;
}

/** What is more or less than in the period before, and of whom most of it is. */
function changeWords(explored: Explored, look: Look): string[] {
  const { asked, matrix, past, total } = explored;
  if (matrix === null || matrix.before === null || past === null) return [];
  const { frame } = look;
  const words = frame.m.explore.answer;
  const than = nameOfPeriod(past, frame);
  if (asked.measure === 'tokens') {
    const change = total.tokens - matrix.before.tokens;
    return [
      words.change(
        withSign(change, (size) => tokens(size, frame.locale)),
        than,
        tokens(matrix.before.tokens, frame.locale),
      ),
    ];
  }
  const change = changeOf(total, matrix.before);
  if (change === null) return [];
  const [moved] = matrix.rows;
  const movedBy = moved?.kind === 'key' && moved.before !== null ? changeOf(moved.sum, moved.before) : null;
  return [
    words.change(signedUsd(pricedPart(change)), than, knownText(matrix.before, frame)),
    ...(moved === undefined || movedBy === null
      ? []
      : [words.moved(nameOf(moved, explored, look), signedUsd(pricedPart(movedBy)))]),
  ];
}
