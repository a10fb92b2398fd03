import type { Learned } from '../../store/typesPeople.ts';
import { type Asking, nowOf } from '../asking.ts';
import { routing } from '../notify/routes.ts';

/**
 * Tells operators of whoever left and still has profiles, in the unit of work in which they left. Their profiles stand as
 * such on the page of hygiene from that moment on; nothing is deleted by itself.
 */
export async function tellOfLeavers(
  asking: Pick<Asking, 'store' | 'settings' | 'now'>,
  { changes }: Learned,
): Promise<void> {
  const left = changes.filter(({ what }) => what === 'left').map(({ after }) => after.email);
  if (left.length === 0) return;
  const { store, settings } = asking;
  const send = (await routing(asking))({ kind: 'ownersLeft', scope: null, people: null });
  await store.people.tellLeft(left, settings.tagKeys.user, send, nowOf(asking));
}
