import { href } from '../../core/href.ts';
import { MOST_VIEW_NAME, type SavedView } from '../../core/savedViews.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, FieldFault, faultOf } from '../../ui/plain.tsx';

interface Props {
  frame: Frame;
  /** The address of the question that is asked: forms are sent to it, so that it is what is saved and shown again. */
  here: string;
  typed: Readonly<Record<string, string>>;
  faults: Faults;
}

/** The questions that whoever looks keeps under names, and the one that is asked now, to be kept. */
export function ViewsCard({ views, ...props }: Props & { views: readonly SavedView[] }) {
  const { frame, here, typed, faults } = props;
  const words = frame.m.explore.views;
  return (
    <section class="card" id="views">
      <h2>{words.title}</h2>
      {views.length === 0 && <p class="note">{words.empty}</p>}
      <ul class="plainlist views">
        {views.map((view) => (
          <li>
            <a href={viewHref(view)}>{view.name}</a>
            <Change view={view} {...props} />
          </li>
        ))}
      </ul>
      <form class="inline" method="post" action={here}>
        <input type="hidden" name="deed" value="save" />
        <NameField
          label={words.name}
          value={typed.deed === 'save' ? (typed.name ?? '') : ''}
          field="name"
          faults={faults}
        />
        <button type="submit">{words.save}</button>
      </form>
    </section>
  );
}

/** The address of a saved question, below where the service lives now. */
const viewHref = ({ query }: Pick<SavedView, 'query'>): string =>
  query === '' ? href`/explore` : `${href`/explore`}?${query}`;

/** Another name, or none any more: asked for once more before it goes. */
function Change({ view, here, frame, typed, faults }: Props & { view: SavedView }) {
  const words = frame.m.explore.views;
  const isTyped = typed.deed === 'rename' && typed.id === view.id;
  return (
    <details open={isTyped}>
      <summary>{words.change(view.name)}</summary>
      <form class="inline" method="post" action={here}>
        <input type="hidden" name="deed" value="rename" />
        <input type="hidden" name="id" value={view.id} />
        <NameField
          label={words.name}
          value={isTyped ? (typed.name ?? '') : view.name}
          field={`name.${view.id}`}
          faults={faults}
        />
        <button type="submit">{words.rename}</button>
      </form>
      <form class="inline" method="post" action={here}>
        <input type="hidden" name="deed" value="remove" />
        <input type="hidden" name="id" value={view.id} />
        <span>{words.sure(view.name)}</span>
        <button type="submit" class="quiet">
          {words.remove}
        </button>
      </form>
    </details>
  );
}

/** @param field by which its faults are known: of each view its own */
const NameField = ({
  label,
  value,
  field,
  faults,
}: {
  label: string;
  value: string;
  field: string;
  faults: Faults;
}) => (
  <label>
    {label}
    <input name="name" maxlength={MOST_VIEW_NAME} required value={value} {...faultOf(field, faults)} />
    <FieldFault name={field} faults={faults} />
  </label>
);
