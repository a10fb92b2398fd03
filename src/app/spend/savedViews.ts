import { Invalid } from '../../core/errors.ts';
import { MOST_VIEW_NAME, MOST_VIEWS, type SavedView } from '../../core/savedViews.ts';
import { holdsHidden } from '../../core/signs.ts';
import { type Asking, inOneWriting, NotThere, nowOf, ownRows } from '../asking.ts';
import { newId } from '../credentials/secrets.ts';
import { type Typed, tidied } from '../typed.ts';

/** Questions that whoever asks keeps under a name: their own to see and to change, and nobody else's. */

const ownerOf = (asking: Asking): string => {
  const { email, id } = ownRows(asking);
  return email === '' ? id : email;
};

export const savedViews = async (asking: Asking): Promise<SavedView[]> =>
  asking.store.savedViews.list(ownerOf(asking));

/**
 * Keeps a question under a name; under one that is taken it replaces the question of that.
 * @param query as the address of Explore says the question: it was read and written by its own rules
 * @throws Invalid
 */
export const saveView = (asking: Asking, typed: Typed, query: string): Promise<SavedView> =>
  inOneWriting(asking, async (inside) => {
    const { store, actor } = inside;
    const owner = ownerOf(inside);
    const name = nameIn(typed);
    const own = await store.savedViews.list(owner);
    const held = own.find((one) => one.name === name) ?? null;
    if (held === null && own.length >= MOST_VIEWS)
      throw new Invalid([{ field: 'name', key: 'tooManyViews', value: name, detail: MOST_VIEWS }]);
    const view = { id: held?.id ?? newId(), owner, name, query, savedAt: nowOf(inside) };
    await store.savedViews.set(view);
    await store.audit.record({
      ...{ at: view.savedAt, actor, action: 'view.save', subject: `view:${view.id}` },
      before: held === null ? null : { name, query: held.query },
      after: { name, query },
    });
    return view;
  });

/** @throws NotThere, Invalid where the name is none, or that of another view */
export const renameView = (asking: Asking, id: string, typed: Typed): Promise<SavedView> =>
  inOneWriting(asking, async (inside) => {
    const { store, actor } = inside;
    const own = await store.savedViews.list(ownerOf(inside));
    const held = viewIn(own, id);
    const name = nameIn(typed, `name.${id}`);
    if (own.some((one) => one.name === name && one.id !== id))
      throw new Invalid([{ field: `name.${id}`, key: 'viewNameTaken', value: name }]);
    const view = { ...held, name, savedAt: nowOf(inside) };
    await store.savedViews.set(view);
    await store.audit.record({
      ...{ at: view.savedAt, actor, action: 'view.rename', subject: `view:${id}` },
      before: { name: held.name },
      after: { name },
    });
    return view;
  });

/** @throws NotThere */
export const removeView = (asking: Asking, id: string): Promise<SavedView> =>
  inOneWriting(asking, async (inside) => {
    const { store, actor } = inside;
    const owner = ownerOf(inside);
    const held = viewIn(await store.savedViews.list(owner), id);
    await store.savedViews.remove(owner, id);
    await store.audit.record({
      ...{ at: nowOf(inside), actor, action: 'view.remove', subject: `view:${id}` },
      before: { name: held.name, query: held.query },
    });
    return held;
  });

function viewIn(own: readonly SavedView[], id: string): SavedView {
  const held = own.find((one) => one.id === id);
  if (held === undefined) throw new NotThere();
  return held;
}

function nameIn(typed: Typed, field = 'name'): string {
  const { name = '' } = tidied(typed);
  if (name === '' || name.length > MOST_VIEW_NAME)
    throw new Invalid([{ field, key: 'viewName', value: name, detail: MOST_VIEW_NAME }]);
  if (holdsHidden(name)) throw new Invalid([{ field, key: 'signs', value: name }]);
  return name;
}
