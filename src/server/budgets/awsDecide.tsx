import type { Context } from 'hono';
import { type MirrorOf, mirrorToDecide } from '../../app/budgets/mirror.ts';
import { limitAt, partsThatDiffer } from '../../core/awsBudget.ts';
import { scopeKeyOf } from '../../core/budgets.ts';
import { href } from '../../core/href.ts';
import { dayOf } from '../../core/periods.ts';
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
  return (
    <form class="actions" method="post" action={href`/budgets/aws`}>
      <input type="hidden" name="name" value={name} />
      <button type="submit" name="deed" value="mend" aria-label={`${words.mend}${frame.m.colon}${whom}`}>
        {words.mend}
      </button>
      {canAccept(one) && (
        <a
          class="button"
          href={href`/budgets/aws/accept?${{ name }}`}
          aria-label={`${words.accept}${frame.m.colon}${whom}`}
        >
          {words.accept}
        </a>
      )}
    </form>
  );
}

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
  const differs = held !== null && partsThatDiffer(held, wanted.wanted, today).includes('amount');
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
