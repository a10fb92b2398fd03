import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf } from '../../ui/plain.tsx';
import type { Typed } from '../http/forms.ts';

/** The form that makes a profile. */

/** Where first, for that decides which models there are; then which. Two forms, so that it works without script. */
export function CreateForm({
  frame: { m },
  values,
  faults,
  sources,
  places,
  own,
  held,
  most,
  open,
}: {
  frame: Frame;
  values: Typed;
  faults: Faults;
  sources: readonly { id: string; name: string }[];
  places: readonly { accountId: string; region: string }[];
  /** Only for whoever asks: who and what it is charged to are settled. */
  own: boolean;
  /** How many they have already, of how many; null where it is for others. */
  held: number | null;
  most: number;
  open: boolean;
}) {
  return (
    <details class="create" open={open}>
      <summary>{own ? m.profiles.createOwn : m.profiles.create}</summary>
      {held !== null && <p class="note">{m.profiles.held(held, most)}</p>}
      <form class="inline" method="get" action={href`/profiles`}>
        <input type="hidden" name="get" value="1" />
        <label>
          {m.profiles.place}
          <select name="place" {...faultOf('place', faults)}>
            {places.map((one) => {
              const value = `${one.accountId}/${one.region}`;
              return (
                <option value={value} selected={values.place === value}>
                  {`${one.accountId} ${one.region}`}
                </option>
              );
            })}
          </select>
          <FieldFault name="place" faults={faults} />
        </label>
        <button type="submit">{m.profiles.showModels}</button>
      </form>
      {sources.length === 0 ? (
        <p class="note">{m.profiles.noModels}</p>
      ) : (
        <form class="inline" method="post" action={href`/profiles`}>
          <input type="hidden" name="place" value={values.place ?? ''} />
          <Field name="userEmail" label={m.profiles.user} values={values} faults={faults} fixed={own} />
          <Field
            name="costCenter"
            label={m.profiles.costCenter}
            values={values}
            faults={faults}
            fixed={own}
          />
          <label>
            {m.profiles.modelIn((values.place ?? '').replace('/', ' '))}
            <select name="source" {...faultOf('source', faults)}>
              {sources.map((source) => (
                <option value={source.id} selected={values.source === source.id}>
                  {`${source.name} · ${source.id}`}
                </option>
              ))}
            </select>
            <FieldFault name="source" faults={faults} />
          </label>
          {faults.beyond !== undefined && (
            <label class="box">
              <input type="checkbox" name="beyond" value={values.userEmail ?? ''} />
              <span>{faults.beyond}</span>
            </label>
          )}
          <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
          <button class="primary" type="submit">
            {m.profiles.submit}
          </button>
        </form>
      )}
    </details>
  );
}
