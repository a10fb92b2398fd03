import { href } from '../../core/href.ts';
import type { SavedView } from '../../core/savedViews.ts';
import { MOST_VIEW_NAME } from '../../core/savedViews.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, FieldFault, faultOf } from '../../ui/plain.tsx';

/** The questions that whoever looks keeps under names, and the one that is asked now, to be kept. */
export function ViewsCard({
  frame,
  views,
  here,
  typed,
  faults,
}: {
  frame: Frame;
  views: readonly SavedView[];
  /** The address of the question that is asked: forms are sent to it, so that it is what is saved and shown again. */
  here: string;
  typed: Readonly<Record<string, string>>;
  faults: Faults;
}) {
  const words = frame.m.explore.views;
  return (
    <section class="card" id="views">
      <h2>{words.title}</h2>
      {views.length === 0 && <p class="note">{words.empty}</p>}
      <ul class="plainlist views">
        {views.map((view) => (
          <li>
            <a href={viewHref(view)}>{view.name}</a>
            <Change view={view} here={here} frame={frame} typed={typed} faults={faults} />
          </li>
        ))}
      </ul>
      <form class="inline" method="post" action={here}>
        <input type="hidden" name="deed" value="save" />
        <label>
          {words.name}
          <input
            name="name"
            maxlength={MOST_VIEW_NAME}
            required
            value={typed.deed === 'save' ? (typed.name ?? '') : ''}
            {...faultOf('name', faults)}
          />
          <FieldFault name="name" faults={faults} />
        </label>
        <button type="submit">{words.save}</button>
      </form>
    </section>
  );
}

/** The address of a saved question, below where the service lives now. */
export const viewHref = ({ query }: Pick<SavedView, 'query'>): string =>
  query === '' ? href`/explore` : `${href`/explore`}?${query}`;

/** Another name, or none any more: asked for once more before it goes. */
function Change({
  view,
  here,
  frame,
  typed,
  faults,
}: {
  view: SavedView;
  here: string;
  frame: Frame;
  typed: Readonly<Record<string, string>>;
  faults: Faults;
}) {
  const words = frame.m.explore.views;
  const isTyped = typed.deed === 'rename' && typed.id === view.id;
  const field = `name.${view.id}`;
  return (
    <details open={isTyped}>
      <summary>{words.change(view.name)}</summary>
      <form class="inline" method="post" action={here}>
        <input type="hidden" name="deed" value="rename" />
        <input type="hidden" name="id" value={view.id} />
        <label>
          {words.name}
          <input
            name="name"
            maxlength={MOST_VIEW_NAME}
            required
            value={isTyped ? (typed.name ?? '') : view.name}
            {...faultOf(field, faults)}
          />
          <FieldFault name={field} faults={faults} />
        </label>
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
