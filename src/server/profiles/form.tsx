import type { VendingForm } from '../../app/profiles/form.ts';
import { href } from '../../core/href.ts';
import { placeKey } from '../../core/places.ts';
import { type Room, stateOf } from '../../core/vending/room.ts';
import { type FurtherTag, tagField } from '../../core/vending/tags.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf } from '../../ui/plain.tsx';
import type { Typed } from '../http/forms.ts';
import { Offers } from './offers.tsx';

/** The form that makes a profile: one form, one submit, and nothing in it that can be forgotten. */

interface Parts {
  frame: Frame;
  values: Typed;
  faults: Faults;
}

/** What was confirmed stays so: nobody is asked twice because of another field. */
function withConfirmed({ frame: { m }, values, faults }: Parts): Faults {
  const confirmed = ['userEmail', 'costCenter'].filter(
    (name) => (values[name] ?? '') !== '' && values[`unknown.${name}`] === values[name],
  );
  return {
    ...Object.fromEntries(confirmed.map((name) => [`unknown.${name}`, m.invalid.unknownAnyway])),
    ...((values.beyond ?? '') === '' ? {} : { beyond: m.invalid.beyondAllowance }),
    ...faults,
  };
}

export function CreateForm({
  form,
  tags,
  by,
  isDayLate,
  most,
  ...given
}: Parts & {
  form: VendingForm;
  tags: readonly FurtherTag[];
  /** Those that tell shared profiles apart. */
  by: readonly string[];
  /** What somebody uses of a shared one reaches them with the bill; else never. */
  isDayLate: boolean;
  /** How many profiles a person may have. */
  most: number;
}) {
  const parts = { ...given, faults: withConfirmed(given) };
  const { frame, values, faults } = parts;
  const shared = isSharedForm(values);
  const { m } = frame;
  // What is missing is said by the server, all at once and in the language of the page.
  return (
    <form class="vend" method="post" action={href`/profiles`} novalidate>
      {form.held !== null && !shared && <p class="note">{m.profiles.held(form.held.there, most)}</p>}
      <Offers form={form} {...parts} />
      <section class="card">
        <div class="fields">
          <PlaceField rooms={form.rooms} usual={form.usual} {...parts} />
          {shared ? (
            <SharedBy form={form} isDayLate={isDayLate} {...parts} />
          ) : (
            <Whom form={form} {...parts} />
          )}
          {tags.map((tag) => (
            <TagField tag={shared && by.includes(tag.key) ? { ...tag, required: true } : tag} {...parts} />
          ))}
          <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
        </div>
        <p>
          <button class="primary" type="submit">
            {m.vending.submit}
          </button>{' '}
          <a href={href`/profiles`}>{m.vending.cancel}</a>
        </p>
      </section>
    </form>
  );
}

/** A place that is chosen already is one that was chosen before, or the only one: none is taken silently. */
function PlaceField({
  rooms,
  usual,
  frame: { m },
  values,
  faults,
}: Parts & { rooms: readonly Room[]; usual: VendingForm['usual'] }) {
  const chosen = values.place ?? (usual === null ? '' : placeKey(usual));
  const isThere = rooms.some((room) => placeKey(room) === chosen);
  return (
    <label>
      {m.vending.place}
      <select name="place" required data-place {...faultOf('place', faults)}>
        {/* What was typed past the list is kept, so that it is seen beside what is said of it. */}
        {!isThere && chosen !== '' && (
          <option value={chosen} selected>
            {chosen}
          </option>
        )}
        <option value="" selected={chosen === ''}>
          {m.vending.choosePlace}
        </option>
        {rooms.map((room) => (
          <option value={placeKey(room)} selected={placeKey(room) === chosen} data-region={room.region}>
            {`${room.accountId} ${room.region} · ${roomWords(room, m)}`}
          </option>
        ))}
      </select>
      <FieldFault name="place" faults={faults} />
    </label>
  );
}

function roomWords(room: Room, { vending: words }: Frame['m']): string {
  const { inUse, quota } = room;
  if (quota === null) return words.roomUnknown(whole(inUse));
  const state = stateOf(room);
  const said = state === 'full' ? words.full : state === 'near' ? words.near : null;
  return `${words.room(whole(inUse), whole(quota))}${said === null ? '' : ` · ${said}`}`;
}

/** Whether it is asked for what a cost center shares; what was sent past the form is shown with what is wrong with it. */
export const isSharedForm = (values: Typed): boolean => (values.shared ?? '') !== '';

/** The cost center that shares it, instead of somebody whose it is. */
function SharedBy({
  form: { sharing, people },
  isDayLate,
  frame,
  values,
  faults,
}: Parts & { form: VendingForm; isDayLate: boolean }) {
  const { m } = frame;
  const owned = sharing?.costCenters ?? null;
  const chosen = values.costCenter ?? (owned?.length === 1 ? owned[0] : '') ?? '';
  return (
    <div>
      <input type="hidden" name="shared" value={values.shared} />
      <FieldFault name="shared" faults={faults} />
      {(values.userEmail ?? '') !== '' && (
        <Field name="userEmail" label={m.profiles.user} values={values} faults={faults} />
      )}
      {owned === null ? (
        <Field
          name="costCenter"
          label={m.vending.sharedBy}
          values={values}
          faults={faults}
          {...(people.length === 0 ? {} : { list: 'centers' })}
        />
      ) : (
        <label>
          {m.vending.sharedBy}
          <select name="costCenter" required {...faultOf('costCenter', faults)}>
            <option value="" selected={chosen === ''}>
              {m.vending.noValue}
            </option>
            {[...new Set([...owned, ...(chosen === '' ? [] : [chosen])])].map((one) => (
              <option value={one} selected={one === chosen}>
                {one}
              </option>
            ))}
          </select>
          <FieldFault name="costCenter" faults={faults} />
        </label>
      )}
      <Centers people={people} />
      <span class="note">
        {m.vending.sharedNote} {isDayLate ? m.vending.sharedLate : m.vending.sharedNever}
      </span>
    </div>
  );
}

/** Cost centers that people belong to, to choose from. */
const Centers = ({ people }: Pick<VendingForm, 'people'>) => (
  <datalist id="centers">
    {[...new Set(people.map(({ costCenter }) => costCenter ?? ''))]
      .filter((one) => one !== '')
      .sort()
      .map((one) => (
        <option value={one} />
      ))}
  </datalist>
);

function Whom({ form: { own, people, called }, frame, values, faults }: Parts & { form: VendingForm }) {
  const { m } = frame;
  const known = own === null ? values : { ...values, userEmail: own.userEmail, costCenter: own.costCenter };
  return (
    <>
      <div>
        <Field
          name="userEmail"
          label={
            own === null ? m.vending.whom : own.name === '' ? m.profiles.user : m.aside(m.name.user, own.name)
          }
          values={known}
          faults={faults}
          fixed={own !== null}
          {...(people.length === 0 ? {} : { list: 'people' })}
        />
        {own === null && <span class="note">{m.vending.whomNote}</span>}
        <datalist id="people">
          {people.map(({ email, name, costCenter }) => (
            <option value={email}>{[name, costCenter].filter((one) => one !== null).join(' · ')}</option>
          ))}
        </datalist>
        <Called called={called} frame={frame} values={values} />
        {faults.beyond !== undefined && (
          <label class="box">
            <input
              type="checkbox"
              name="beyond"
              value={known.userEmail ?? ''}
              checked={values.beyond === known.userEmail}
            />
            <span>{faults.beyond}</span>
          </label>
        )}
      </div>
      <div>
        <Field
          name="costCenter"
          label={m.profiles.costCenter}
          values={known}
          faults={faults}
          fixed={own !== null}
          {...(people.length === 0 ? {} : { list: 'centers' })}
        />
        {own === null && <span class="note">{m.vending.costCenterNote}</span>}
        <Centers people={people} />
      </div>
    </>
  );
}

/** Whom a name may mean, to choose from; what is chosen holds for the name as it was typed. */
function Called({
  called: { found, exactly, more },
  frame: { m },
  values,
}: Pick<Parts, 'frame' | 'values'> & Pick<VendingForm, 'called'>) {
  if (found.length === 0) return null;
  const typed = values.userEmail ?? '';
  const picked = values['whom.of'] === typed ? values.whom : undefined;
  const isChosen = (email: string, at: number) =>
    picked === undefined ? exactly === 1 && at === 0 : picked === email;
  return (
    <fieldset class="called">
      <legend>{m.vending.pick}</legend>
      <input type="hidden" name="whom.of" value={typed} />
      {found.map(({ email, name, costCenter }, at) => (
        <label class="box">
          <input type="radio" name="whom" value={email} checked={isChosen(email, at)} />
          <span>
            <b>{name ?? email}</b>
            {[email, costCenter].filter((one) => one !== null && one !== '').join(' · ')}
          </span>
        </label>
      ))}
      {more && <p class="note">{m.vending.pickMore}</p>}
    </fieldset>
  );
}

/** A tag that the company wants beside owner and cost center. */
function TagField({
  tag: { key, values: allowed, required },
  frame: { m },
  values,
  faults,
}: Parts & { tag: FurtherTag }) {
  const name = tagField(key);
  const label = m.aside(key, required ? m.vending.required : m.vending.optional);
  const typed = values[name] ?? '';
  if (allowed === null) return <Field name={name} label={label} values={values} faults={faults} />;
  return (
    <label>
      {label}
      <select name={name} required={required} {...faultOf(name, faults)}>
        <option value="" selected={typed === ''}>
          {m.vending.noValue}
        </option>
        {typed !== '' && !allowed.includes(typed) && (
          <option value={typed} selected>
            {typed}
          </option>
        )}
        {allowed.map((value) => (
          <option value={value} selected={value === typed}>
            {value}
          </option>
        ))}
      </select>
      <FieldFault name={name} faults={faults} />
    </label>
  );
}
