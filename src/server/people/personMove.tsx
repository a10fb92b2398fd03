import type { Context } from 'hono';
import type { PersonPage } from '../../app/people/read.ts';
import { moveOf } from '../../app/profiles/move.ts';
import { proposePlan } from '../../app/provisioning/propose.ts';
import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Field } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import type { Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { personPath, type Returned } from './forms.tsx';

/** Somebody has another address or cost center: one plan of what of their profiles must change together. */

/** @param returned the form as it was typed, where it was refused */
export function MoveCard({
  seen: { person, addresses },
  frame: { m },
  returned,
}: {
  seen: PersonPage;
  frame: Frame;
  returned: Returned | null;
}) {
  const fields = returned ?? {
    // Profiles that are tagged otherwise have to come to the address that is theirs now.
    values: { toAddress: addresses.taggedOtherwise.length > 0 ? person.email : '' },
    faults: {},
  };
  return (
    <section class="card" id="move">
      <div class="tools">
        <h2>{m.hygiene.moveTitle}</h2>
      </div>
      <p class="note">{m.hygiene.moveIntro}</p>
      <form class="inline" method="post" action={`${personPath(person.email)}/move`}>
        <Field name="toAddress" label={m.hygiene.moveTo} {...fields} />
        <Field name="costCenter" label={m.hygiene.moveCostCenter} {...fields} />
        <button type="submit">{m.hygiene.moveSubmit}</button>
      </form>
      {returned?.faults.email !== undefined && <p class="fault">{returned.faults.email}</p>}
    </section>
  );
}

/** Proposes the plan, and leads to it. @throws Invalid */
export async function proposeMove(
  c: Context,
  deps: ServerDeps,
  email: string,
  values: Typed,
): Promise<Response> {
  const { m } = frameOf(c, deps);
  const asking = askingOf(c, deps);
  const { id } = await proposePlan(asking, await moveOf(asking, email, values, m.hygiene.movePlanTitle));
  return c.redirect(href`/profiles/plans/${id}`, 303);
}
