import type { Context } from 'hono';
import { sayable, sayingOf } from '../../app/profiles/say.ts';
import { proposePlan } from '../../app/provisioning/propose.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { tagsOf } from '../../core/provisioning/existing.ts';
import { type FurtherTag, tagField } from '../../core/vending/tags.ts';
import { type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { ProfileSections } from './sections.tsx';

/** The form in which somebody who knows says whose a profile is, and what else its tags are to be. */

/** @param values what was typed, where it was refused */
export async function sayPage(
  c: Context,
  deps: ServerDeps,
  shortId: string,
  values: Typed | null = null,
  faults: Faults = {},
): Promise<Response> {
  const profile = await sayable(askingOf(c, deps), shortId);
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { tagKeys, vending } = deps.settings;
  const tags = tagsOf(profile);
  const bad = Object.keys(faults).length > 0;
  const known = Object.fromEntries(vending.tags.map(({ key }) => [tagField(key), tags[key] ?? '']));
  const shown = values ?? {
    ...known,
    costCenter: tags[tagKeys.costCenter] ?? '',
  };
  return c.html(
    <PlainPage
      frame={frame}
      title={`${m.hygiene.sayTitle}${m.colon}${profile.name}`}
      intro={m.hygiene.sayIntro}
      message={messageOf(bad ? m.invalid.intro : null, undefined, {})}
    >
      <ProfileSections section="hygiene" viewer={viewerOf(c)} settings={deps.settings} frame={frame} />
      <p class="note">
        {Object.keys(tags).length === 0
          ? m.hygiene.sayNoTags
          : m.hygiene.sayTags(
              Object.entries(tags)
                .map(([key, value]) => `${key}=${value}`)
                .join(', '),
            )}
      </p>
      <form class="inline" novalidate method="post" action={href`/profiles/hygiene/${profile.shortId}`}>
        <Field name="userEmail" label={m.profiles.user} values={shown} faults={faults} type="email" />
        <Field name="costCenter" label={m.profiles.costCenter} values={shown} faults={faults} />
        {vending.tags.map((tag) => (
          <FurtherTagField tag={tag} values={shown} faults={faults} />
        ))}
        <button class="primary" type="submit">
          {m.hygiene.saySubmit}
        </button>
        <a href={href`/profiles/hygiene`}>{m.hygiene.sayBack}</a>
      </form>
    </PlainPage>,
    bad ? 422 : 200,
  );
}

function FurtherTagField({
  tag: { key, values: allowed },
  values,
  faults,
}: {
  tag: FurtherTag;
  values: Typed;
  faults: Faults;
}) {
  const name = tagField(key);
  if (allowed === null) return <Field name={name} label={key} values={values} faults={faults} />;
  const has = values[name] ?? '';
  return (
    <label>
      {key}
      <select name={name} {...faultOf(name, faults)}>
        {[...new Set(['', ...allowed, has])].map((value) => (
          <option value={value} selected={value === has}>
            {value === '' ? '–' : value}
          </option>
        ))}
      </select>
      <FieldFault name={name} faults={faults} />
    </label>
  );
}

/** Proposes what was said as a plan, and leads to it. */
export async function say(c: Context, deps: ServerDeps, shortId: string): Promise<Response> {
  const values = await typed(c);
  const frame = frameOf(c, deps);
  const asking = askingOf(c, deps);
  try {
    const proposal = await sayingOf(asking, shortId, values, frame.m.hygiene.sayTitle);
    const { id } = await proposePlan(asking, proposal);
    return c.redirect(href`/profiles/plans/${id}`, 303);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return sayPage(c, deps, shortId, values, faultWords(error, frame));
  }
}
