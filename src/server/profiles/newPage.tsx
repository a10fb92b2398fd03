import type { Context, Hono } from 'hono';
import { readVendingForm, type VendingForm } from '../../app/profiles/form.ts';
import { isAsked } from '../../app/profiles/vend.ts';
import { href } from '../../core/href.ts';
import { isDayLate } from '../../core/vending/shared.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { CreateForm, isSharedForm } from './form.tsx';
import { ProfileSections } from './sections.tsx';
import { toldOf } from './told.ts';

/** The page on which somebody gets a profile. */

export function newProfileRoutes(app: Hono, deps: ServerDeps): void {
  // What an address says stands in the form: other pages lead here with a model, a place or a person.
  app.get('/profiles/new', (c) => newPage(c, deps, c.req.query(), {}));
  app.post('/profiles', async (c) => {
    const values = await typed(c);
    const frame = frameOf(c, deps);
    const create = deps.actions.createProfile;
    if (!create) return newPage(c, deps, values, {}, frame.m.profiles.off);
    try {
      const answer = await create(askingOf(c, deps), values);
      if (isAsked(answer)) return c.redirect(href`/requests/${answer.request.id}?done=asked`, 303);
      const { profile, created, verified } = answer;
      const done = created ? 'created' : verified ? 'existed' : 'unverified';
      return c.redirect(href`/profiles/${profile.shortId}?done=${done}`, 303);
    } catch (error) {
      const { faults, words } = toldOf(error, frame);
      return newPage(c, deps, values, faults, words);
    }
  });
}

/** Why whoever asks gets none here; null: they do. */
export const whyNone = (
  { actions }: Pick<ServerDeps, 'actions'>,
  own: Pick<NonNullable<VendingForm['own']>, 'costCenter'> | null,
  { m }: Pick<Frame, 'm'>,
): string | null => {
  if (actions.createProfile === null) return m.profiles.off;
  return own?.costCenter === '' ? m.profiles.noCostCenter : null;
};

/** The form is longer than a screen: what is wrong in it is said above, and leads there. */
function FaultList({ faults }: { faults: Faults }) {
  const said = Object.entries(faults).filter(([name]) => name !== 'beyond' && !name.startsWith('unknown.'));
  return said.length === 0 ? null : (
    <ul class="faults">
      {said.map(([name, words]) => (
        <li>
          <a href={`#fault-${name}`}>{words}</a>
        </li>
      ))}
    </ul>
  );
}

/** What an address says is chosen already, unless the policies refuse calls by it: that is for people to choose. */
const unlessRefused = ({ models }: Pick<VendingForm, 'models'>, { source = '' }: Typed): Typed =>
  models.some(({ ways }) => ways.some((way) => way.sourceId === source && !way.isCallable))
    ? { source: '' }
    : {};

async function newPage(
  c: Context,
  deps: ServerDeps,
  typedIn: Typed,
  faults: Faults,
  error: string | null = null,
) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { settings } = deps;
  const form = await readVendingForm(askingOf(c, deps), typedIn);
  const mayShare = deps.actions.createProfile !== null && form.sharing !== null;
  const isRefused = error !== null || Object.keys(faults).length > 0;
  // An address that leads whoever shares nothing to the other form leads them to their own.
  const values = isRefused
    ? typedIn
    : { ...typedIn, ...(mayShare ? {} : { shared: '' }), ...unlessRefused(form, typedIn) };
  const shared = isSharedForm(values);
  const note = shared && mayShare ? null : whyNone(deps, form.own, frame);
  const said = error ?? (isRefused ? m.invalid.intro : null);
  return c.html(
    <PlainPage
      frame={frame}
      title={shared ? m.vending.sharedTitle : m.vending.title}
      intro={shared ? m.vending.sharedIntro : m.vending.intro}
      message={messageOf(said, undefined, {})}
    >
      <FaultList faults={faults} />
      <ProfileSections section="list" viewer={viewerOf(c)} settings={settings} frame={frame} />
      {mayShare && (
        <p class="note">
          <a href={shared ? href`/profiles/new` : href`/profiles/new?shared=on`}>
            {shared ? m.vending.forOne : m.vending.forAll}
          </a>
        </p>
      )}
      {note === null ? (
        <CreateForm
          frame={frame}
          values={values}
          faults={faults}
          form={form}
          tags={settings.vending.tags}
          by={settings.vending.shared.by}
          isDayLate={isDayLate(settings)}
          most={settings.allowances.profiles}
        />
      ) : (
        said !== note && <p class="note">{note}</p>
      )}
    </PlainPage>,
    said === null ? 200 : 422,
  );
}
