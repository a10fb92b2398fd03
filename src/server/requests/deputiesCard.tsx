import type { Deputy } from '../../core/approvals.ts';
import { href } from '../../core/href.ts';
import { addDays } from '../../core/periods.ts';
import { day } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field } from '../../ui/plain.tsx';
import type { Typed } from '../http/forms.ts';

/** Who stands in for whoever looks, and the form to name somebody. */
export function DeputiesCard({
  deputies,
  values,
  faults,
  frame,
}: {
  deputies: readonly Deputy[];
  values: Typed;
  faults: Faults;
  frame: Frame;
}) {
  const { m, locale } = frame;
  const words = m.approval.deputies;
  const field = { values, faults };
  return (
    <section class="card" id="deputies">
      <h2>{words.title}</h2>
      <p class="note">{words.intro}</p>
      {deputies.length === 0 && <p class="note">{words.none}</p>}
      {deputies.map(({ id, deputy, start, endExclusive }) => (
        <form class="inline" method="post" action={href`/requests/deputies/${id}/remove`}>
          <span>
            {deputy}
            {m.colon}
            {m.range(day(start, locale), day(addDays(endExclusive, -1), locale))}
          </span>
          <button class="quiet" type="submit" aria-label={`${words.remove}: ${deputy}`}>
            {words.remove}
          </button>
        </form>
      ))}
      <form class="inline" method="post" action={href`/requests/deputies`}>
        <Field name="deputy" label={words.deputy} type="email" {...field} />
        <Field name="from" label={words.from} type="date" {...field} />
        <Field name="until" label={words.until} type="date" {...field} />
        <button type="submit">{words.set}</button>
      </form>
    </section>
  );
}
