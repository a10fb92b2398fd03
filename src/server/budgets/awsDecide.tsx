import type { Context } from 'hono';
import { type Decidable, type MirrorOf, mirrorToDecide } from '../../app/budgets/mirror.ts';
import { limitAt, partsThatDiffer } from '../../core/awsBudget.ts';
import { scopeKeyOf } from '../../core/budgets.ts';
import { href } from '../../core/href.ts';
import { dayOf } from '../../core/periods.ts';
import type { Day } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import type { Frame } from '../../ui/layout.tsx';
import { SurePage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf } from '../http/frame.ts';
import { slotWords } from './words.ts';

/** What is decided about a budget that somebody changed in AWS: the ledger's is written anew, or AWS's is taken over. */

export const canDecide = ({ state, step }: MirrorOf): boolean =>
  state === 'asks' ||
  state === 'foreign' ||
  state === 'accepted' ||
  (step?.action === 'update' && step.drift) ||
  (step?.action === 'create' && step.drift);

const canAccept = (one: MirrorOf): boolean =>
  canDecide(one) && one.state !== 'accepted' && one.state !== 'foreign';

export function Decide({ one, frame }: { one: MirrorOf; frame: Frame }) {
  const words = frame.m.mirror;
  const name = one.wanted?.wanted.name ?? '';
  const whom = scopeKeyOf(one.record.scope);
  const asked = (where: string, text: string) => (
    <a class="button" href={where} aria-label={`${text}${frame.m.colon}${whom}`}>
      {text}
    </a>
  );
  return (
    <p class="actions">
      {asked(href`/budgets/aws/mend?${{ name }}`, words.mend)}
      {canAccept(one) && asked(href`/budgets/aws/accept?${{ name }}`, words.accept)}
    </p>
  );
}

/** Asks before AWS's own is written over: what somebody set there is gone. */
export async function mendPage(c: Context, deps: ServerDeps): Promise<Response> {
  const name = c.req.query('name') ?? '';
  const one = await mirrorToDecide(askingOf(c, deps), name);
  const back = href`/budgets/aws`;
  // Decided meanwhile.
  if (!canDecide(one)) return c.redirect(back, 303);
  const frame = frameOf(c, deps);
  const words = frame.m.mirror;
  return c.html(
    <SurePage
      frame={frame}
      title={words.mendTitle}
      intro={mendWords(one, dayOf(deps.clock.now()), frame)}
      action={back}
      fields={{ name, deed: 'mend' }}
      submit={words.mend}
      back={back}
      keep={words.mendKeep}
    />,
  );
}

function mendWords({ record, wanted, held, state }: Decidable, today: Day, frame: Frame): string {
  const { m } = frame;
  const words = m.mirror;
  const whom = slotWords(record, frame);
  if (held === null) return words.mendGone(whom, usd(wanted.wanted.amount));
  const said = differsInAmount(held, wanted, today)
    ? words.mendAmount(whom, usd(wanted.wanted.amount), usd(limitAt(held, today)))
    : words.mendRest(whom);
  return state === 'foreign' ? said + m.gap + words.mendForeign : said;
}

const differsInAmount = (held: Held, { wanted }: Decidable['wanted'], today: Day): boolean =>
  partsThatDiffer(held, wanted, today).includes('amount');
type Held = NonNullable<MirrorOf['held']>;

/** Asks before AWS is believed: the ledger's own amount is another one from then on. */
export async function acceptPage(c: Context, deps: ServerDeps): Promise<Response> {
  const name = c.req.query('name') ?? '';
  const one = await mirrorToDecide(askingOf(c, deps), name);
  const back = href`/budgets/aws`;
  // Decided meanwhile.
  if (!canAccept(one)) return c.redirect(back, 303);
  const { record, wanted, held } = one;
  const frame = frameOf(c, deps);
  const words = frame.m.mirror;
  const whom = slotWords(record, frame);
  const today = dayOf(deps.clock.now());
  const differs = held !== null && differsInAmount(held, wanted, today);
  return c.html(
    <SurePage
      frame={frame}
      title={words.acceptTitle}
      intro={
        differs
          ? words.acceptAmount(whom, usd(wanted.wanted.amount), usd(limitAt(held, today)))
          : words.acceptRest(whom)
      }
      action={back}
      fields={{ name, deed: 'accept' }}
      submit={words.accept}
      back={back}
      keep={words.acceptKeep}
    />,
  );
}
