import { type Viewer, viewerOfPerson } from '../../core/access.ts';
import { type Asking, inOneReading, mustBeAllowed, nowOf } from '../asking.ts';
import { NotHere } from './seen.ts';

/**
 * The viewer that somebody would be if they signed in now.
 * @throws Forbidden, NotHere
 */
export function eyesOf(asking: Asking, email: string): Promise<Viewer> {
  // Who gives roles could give themselves any: nobody else looks with the eyes of somebody who may see more.
  mustBeAllowed(asking, 'change', { kind: 'directory' });
  return inOneReading(asking, async (inside) => {
    const facts = await inside.store.people.viewerFacts(email, nowOf(inside));
    if (facts !== null) return viewerOfPerson(facts, inside.settings.roles);
    throw new NotHere(inside, email, await inside.store.people.list());
  });
}
