import type { CatalogueEntry } from '../core/types.ts';
import type { Frame } from '../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf } from '../ui/pages/plain.tsx';
import type { Typed } from './forms.ts';

/** The form that makes a profile, and what it offers. */

/** What a profile can stand for: system profiles, and models that have none; what a Region has comes first. */
export function sourcesOf(
  catalogue: readonly CatalogueEntry[],
  region: string,
): { id: string; name: string }[] {
  const routed = new Set(
    catalogue.filter((entry) => entry.type === 'systemProfile').map((entry) => entry.modelKey),
  );
  const fit = catalogue.filter((entry) => entry.type === 'systemProfile' || !routed.has(entry.modelKey));
  const here = new Set(fit.filter((entry) => entry.region === region).map(({ id }) => id));
  const far = ({ id }: { id: string }) => (here.has(id) ? 0 : 1);
  return [...new Map(fit.map((entry) => [entry.id, { id: entry.id, name: entry.name }])).values()].sort(
    (a, b) => far(a) - far(b) || a.name.localeCompare(b.name),
  );
}

export function CreateForm({
  frame: { m },
  values,
  faults,
  sources,
  places,
  own,
  open,
}: {
  frame: Frame;
  values: Typed;
  faults: Faults;
  sources: readonly { id: string; name: string }[];
  places: readonly { accountId: string; region: string }[];
  /** Only for whoever asks: who and what it is charged to are settled. */
  own: boolean;
  open: boolean;
}) {
  return (
    <details class="create" open={open}>
      <summary>{own ? m.profiles.createOwn : m.profiles.create}</summary>
      <form class="inline" method="post" action="/profiles">
        <Field name="userEmail" label={m.profiles.user} values={values} faults={faults} fixed={own} />
        <Field name="costCenter" label={m.profiles.costCenter} values={values} faults={faults} fixed={own} />
        <label>
          {m.profiles.model}
          <select name="source" {...faultOf('source', faults)}>
            {sources.map((source) => (
              <option value={source.id} selected={values.source === source.id}>
                {`${source.name} · ${source.id}`}
              </option>
            ))}
          </select>
          <FieldFault name="source" faults={faults} />
        </label>
        <label>
          {m.profiles.place}
          <select name="place" {...faultOf('place', faults)}>
            {places.map((place) => {
              const value = `${place.accountId}/${place.region}`;
              return (
                <option value={value} selected={values.place === value}>
                  {`${place.accountId} ${place.region}`}
                </option>
              );
            })}
          </select>
          <FieldFault name="place" faults={faults} />
        </label>
        <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
        <button class="primary" type="submit">
          {m.profiles.submit}
        </button>
      </form>
    </details>
  );
}
