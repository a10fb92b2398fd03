import type { DayRange } from '../../core/types.ts';
import { usd, usdTogether } from '../../core/usd.ts';
import { isOfOwners, type Verdict, type VerdictState } from '../../core/verdict.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Messages } from '../../ui/messages/index.ts';
import { Badge } from '../../ui/plain.tsx';
import { nameOfPeriod } from '../spend/periodName.ts';
import { ChargeBackLinks } from './chargeBackPage.tsx';

/** The verdict on a bill in words. */

const SIGNS: Readonly<Record<VerdictState, string>> = {
  addsUp: 'within',
  soFar: 'within',
  open: 'watch',
  off: 'over',
  nothing: 'none',
  unread: 'watch',
};

/** The sentence, its state apart, and what is to be known beside it: how sure it is, and of how many days. */
export function verdictWords(
  verdict: Verdict,
  period: string,
  { verdict: words }: Pick<Messages, 'verdict'>,
): { said: readonly [state: string, rest: string]; beside: readonly string[] } {
  const { state, billed, final, provisional, days, open, worth, told } = verdict;
  const said = words.said[state]({
    ...{ period, open, billed: usd(billed) },
    worth: worth === 0n ? '' : usd(worth),
  });
  if (state === 'nothing' || state === 'unread') return { said, beside: [] };
  const shown = usdTogether([final, provisional]);
  const sure =
    provisional === 0n ? words.final : final === 0n ? words.provisional : words.parts(shown(0), shown(1));
  const toCome = days.all - days.begun;
  return {
    said,
    beside: [
      words.days(days.billed, days.begun),
      ...(toCome === 0 ? [] : [words.toCome(toCome)]),
      sure,
      ...(isOfOwners(verdict) ? [words.ofOwners(open)] : []),
      ...(told ? [] : [words.untold]),
    ],
  };
}

/** What a page of the bill begins with, and the way to what is charged to whom. */
export function VerdictLead({ verdict, range, frame }: { verdict: Verdict; range: DayRange; frame: Frame }) {
  const { m, locale } = frame;
  const period = nameOfPeriod(range, frame);
  const { said, beside } = verdictWords(verdict, period, m);
  const [state, rest] = said;
  return (
    <>
      <p class="headline">
        <Badge kind={SIGNS[verdict.state]} text={state} />
        {rest}
      </p>
      <p class="fresh">{beside.join(locale === 'ja' ? '' : ' ')}</p>
      <ChargeBackLinks range={range} frame={frame} />
    </>
  );
}
