import type { Context } from 'hono';
import {
  COST_CENTER_FIELD,
  GROUP_FIELD,
  MODEL_FIELD,
  type ModelToGive,
  PLACE_FIELD,
  type PlanOffers,
  readPlanOffers,
  wishIn,
} from '../../app/provisioning/form.ts';
import { planProvisioning } from '../../app/provisioning/plan.ts';
import { proposePlan } from '../../app/provisioning/propose.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { placeKey } from '../../core/places.ts';
import { SPREADS } from '../../core/provisioning/wish.ts';
import { tagField } from '../../core/vending/tags.ts';
import { fullDay } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { heldBy, leadOf, NEWEST } from './modelsToGive.tsx';
import { ProfileSections } from './sections.tsx';

/** The form of a plan: these people × these models × these places. One submit makes the plan, which changes nothing yet. */

export async function planFormPage(
  c: Context,
  deps: ServerDeps,
  values: Typed = {},
  faults: Faults = {},
): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const offers = await readPlanOffers(askingOf(c, deps));
  const bad = Object.keys(faults).length > 0;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.plans.make}
      intro={leadOf(values, offers, frame) ?? m.plans.formIntro}
      message={messageOf(bad ? m.invalid.intro : null, undefined, {})}
    >
      <ProfileSections section="plans" viewer={viewerOf(c)} settings={deps.settings} frame={frame} />
      <PlanForm offers={offers} values={values} faults={faults} frame={frame} />
    </PlainPage>,
    bad ? 422 : 200,
  );
}

export async function makePlan(c: Context, deps: ServerDeps): Promise<Response> {
  const values = await typed(c);
  const asking = askingOf(c, deps);
  const quotas = { profileQuota: deps.quotaOf ?? (async () => null) };
  try {
    const proposal = await planProvisioning(asking, { quotas }, wishIn(values));
    const { id } = await proposePlan(asking, proposal);
    return c.redirect(href`/profiles/plans/${id}`, 303);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return planFormPage(c, deps, values, faultWords(error, frameOf(c, deps)));
  }
}

interface Shown {
  offers: PlanOffers;
  values: Typed;
  faults: Faults;
  frame: Frame;
}

function PlanForm(shown: Shown) {
  const { values, faults, frame } = shown;
  const { m } = frame;
  return (
    <form class="stacked" method="post" action={href`/profiles/plans/new`}>
      <People {...shown} />
      <Models {...shown} />
      <Places {...shown} />
      <FurtherTags {...shown} />
      <fieldset>
        <legend>{m.plans.more}</legend>
        <Box name="removeOthers" label={m.plans.removeOthers} values={values} />
      </fieldset>
      <FieldFault name="steps" faults={faults} />
      <button class="primary" type="submit">
        {m.plans.makeSubmit}
      </button>
    </form>
  );
}

const Box = ({
  name,
  label,
  values,
  note,
}: {
  name: string;
  label: string;
  values: Typed;
  note?: string;
}) => (
  <label class="box">
    <input type="checkbox" name={name} value="yes" checked={(values[name] ?? '') !== ''} />
    <span>
      {label}
      {note !== undefined && note !== '' && <small class="soft">{` ${note}`}</small>}
    </span>
  </label>
);

function Lines({ name, label, rows, values, faults }: { name: string; label: string; rows: number } & Shown) {
  return (
    <label>
      {label}
      <textarea name={name} rows={rows} spellcheck={false} {...faultOf(name, faults)}>
        {values[name] ?? ''}
      </textarea>
      <FieldFault name={name} faults={faults} />
    </label>
  );
}

/** Names to choose from; what is beyond the list is written. */
function Known({
  label,
  names,
  field,
  values,
}: {
  label: string;
  names: readonly string[];
  field: string;
  values: Typed;
}) {
  const shown = names.slice(0, MOST_NAMES);
  return names.length === 0 ? null : (
    <details open={shown.some((name) => (values[`${field}${name}`] ?? '') !== '')}>
      <summary>{label}</summary>
      {shown.map((name) => (
        <Box name={`${field}${name}`} label={name} values={values} />
      ))}
    </details>
  );
}
const MOST_NAMES = 200;

function People(shown: Shown) {
  const { offers, values, faults, frame } = shown;
  const { m } = frame;
  return (
    <fieldset>
      <legend>{m.plans.people}</legend>
      <FieldFault name="people" faults={faults} />
      <Box name="everybody" label={m.plans.everybody} values={values} />
      <Lines name="addresses" label={m.plans.addresses} rows={4} {...shown} />
      <Lines name="costCenters" label={m.plans.costCenters} rows={2} {...shown} />
      <Known
        label={m.plans.knownCostCenters}
        names={offers.costCenters}
        field={COST_CENTER_FIELD}
        values={values}
      />
      <Lines name="groups" label={m.plans.groups} rows={2} {...shown} />
      <Known label={m.plans.knownGroups} names={offers.groups} field={GROUP_FIELD} values={values} />
    </fieldset>
  );
}

/** The newest stand open, with how many have each; the older ones too where one of them is chosen. */
function Models(shown: Shown) {
  const { offers, values, faults, frame } = shown;
  const { m } = frame;
  const [newest, older] = [offers.models.slice(0, NEWEST), offers.models.slice(NEWEST)];
  const boxes = (some: PlanOffers['models']) =>
    some.map((model) => (
      <Box
        name={`${MODEL_FIELD}${model.key}`}
        label={model.name}
        note={modelNote(model, offers, frame)}
        values={values}
      />
    ));
  return (
    <fieldset>
      <legend>{m.plans.models}</legend>
      <FieldFault name="models" faults={faults} />
      {offers.models.length === 0 && <p class="note">{m.vending.none}</p>}
      {boxes(newest)}
      {older.length > 0 && (
        <details open={older.some(({ key }) => (values[`${MODEL_FIELD}${key}`] ?? '') !== '')}>
          <summary>{m.vending.older(older.length)}</summary>
          {boxes(older)}
        </details>
      )}
      <Lines name="models" label={m.plans.sources} rows={2} {...{ ...shown, faults: {} }} />
    </fieldset>
  );
}

const modelNote = (model: ModelToGive, { everybody }: PlanOffers, frame: Frame): string =>
  [
    ...(model.launchedOn === null ? [] : [frame.m.vending.launched(fullDay(model.launchedOn, frame.locale))]),
    heldBy(model, everybody, frame),
    model.key,
    ...(model.routes.length === 0
      ? []
      : [
          model.routes
            .map((route) => frame.m.vending.geographies[route] ?? route.toUpperCase())
            .join(frame.m.comma),
        ]),
  ].join(' · ');

function Places({ offers, values, faults, frame: { m } }: Shown) {
  const spread = values.spread ?? 'each';
  return (
    <fieldset>
      <legend>{m.plans.places}</legend>
      <FieldFault name="places" faults={faults} />
      {offers.places.map((place) => (
        <Box
          name={`${PLACE_FIELD}${placeKey(place)}`}
          label={`${place.accountId} ${place.region}`}
          values={values}
        />
      ))}
      {SPREADS.map((one) => (
        <label class="box">
          <input type="radio" name="spread" value={one} checked={spread === one} />
          <span>{m.plans.spreads[one]}</span>
        </label>
      ))}
      <FieldFault name="spread" faults={faults} />
    </fieldset>
  );
}

function FurtherTags({ offers, values, faults, frame: { m } }: Shown) {
  return offers.tags.length === 0 ? null : (
    <fieldset>
      <legend>{m.profiles.tags}</legend>
      {offers.tags.map((rule) => (
        <TagField rule={rule} values={values} faults={faults} choose={m.plans.choose} />
      ))}
    </fieldset>
  );
}

function TagField({
  rule: { key, values: allowed, required },
  values,
  faults,
  choose,
}: {
  rule: PlanOffers['tags'][number];
  choose: string;
} & Pick<Shown, 'values' | 'faults'>) {
  const name = tagField(key);
  if (allowed === null) return <Field name={name} label={key} values={values} faults={faults} />;
  return (
    <label>
      {key}
      <select name={name} {...faultOf(name, faults)}>
        <option value="">{required ? choose : '–'}</option>
        {allowed.map((value) => (
          <option value={value} selected={values[name] === value}>
            {value}
          </option>
        ))}
      </select>
      <FieldFault name={name} faults={faults} />
    </label>
  );
}
