import type { Child } from 'hono/jsx';
import { type Frame, Layout } from './layout.tsx';

/** The form that takes back what was done. */
export interface Undo {
  action: string;
  fields: Readonly<Record<string, string>>;
}

export interface Message {
  text: string;
  bad: boolean;
  undo?: Undo | undefined;
}

/** Ids one after the other, none of them broken at its hyphens where a line ends. */
export const Unbroken = ({ ids, comma }: { ids: readonly string[]; comma: string }) => (
  <>
    {ids.map((id, i) => (
      <>
        {i > 0 && comma}
        <span class="unbroken">{id}</span>
      </>
    ))}
  </>
);

/** A page with a title, what it is for, what was just done, and its cards. */
export function PlainPage({
  frame,
  title,
  intro,
  message,
  children,
}: {
  frame: Frame;
  title: string;
  intro: Child;
  message?: Message | undefined;
  children?: Child;
}) {
  return (
    <Layout frame={frame} title={title}>
      <div class="lead">
        <h1>{title}</h1>
        <p class="note">{intro}</p>
        {message && <Told message={message} m={frame.m} />}
      </div>
      {children}
    </Layout>
  );
}

/** Asks before what cannot be undone is done, so that it works without script as well. @param back where it leads who does not */
export const SurePage = ({
  frame,
  title,
  intro,
  action,
  fields = {},
  submit,
  back,
  keep,
}: {
  frame: Frame;
  title: string;
  intro: string;
  action: string;
  fields?: Readonly<Record<string, string>>;
  submit: string;
  back: string;
  keep: string;
}) => (
  <PlainPage frame={frame} title={title} intro={intro}>
    <form class="inline" method="post" action={action}>
      <Hidden fields={fields} />
      <button class="danger" type="submit">
        {submit}
      </button>
      <a href={back}>{keep}</a>
    </form>
  </PlainPage>
);

const Hidden = ({ fields }: { fields: Readonly<Record<string, string>> }) => (
  <>
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
);

/** What was wrong stays where it is read; what was done is a toast where there is script, with the way back. */
const Told = ({ message: { text, bad, undo }, m }: { message: Message; m: Frame['m'] }) =>
  bad ? (
    <p class="message bad" role="alert">
      {text}
    </p>
  ) : (
    <div class="message toast">
      <p role="status">{text}</p>
      {undo && (
        <form method="post" action={undo.action}>
          <Hidden fields={undo.fields} />
          <button type="submit">{m.motion.undo}</button>
        </form>
      )}
      <button type="button" class="quiet close">
        {m.motion.close}
      </button>
    </div>
  );

/** A state in words and sign, never in colour alone. */
export const Badge = ({ kind, text }: { kind: string; text: string }) => (
  <span class={`badge ${kind}`}>{text}</span>
);

export const Field = ({
  name,
  label,
  values,
  faults = {},
  type = 'text',
  list,
  fixed = false,
}: {
  name: string;
  label: string;
  values: Readonly<Record<string, string>>;
  faults?: Faults;
  type?: 'text' | 'email' | 'date';
  list?: string;
  /** Shown and sent, not for changing. */
  fixed?: boolean;
}) => (
  <>
    <label>
      {label}
      <input
        name={name}
        type={type}
        value={values[name] ?? ''}
        readonly={fixed}
        {...(list ? { list } : {})}
        {...faultOf(name, faults)}
      />
      <FieldFault name={name} faults={faults} />
    </label>
    <Confirm name={name} values={values} faults={faults} />
  </>
);

/** Asks whether a name that is not known is right; the answer is about that very name. */
const Confirm = ({
  name,
  values,
  faults,
}: {
  name: string;
  values: Readonly<Record<string, string>>;
  faults: Faults;
}) => {
  const field = `unknown.${name}`;
  const words = faults[field];
  return words === undefined ? null : (
    <label class="box">
      <input
        type="checkbox"
        name={field}
        value={values[name] ?? ''}
        checked={(values[name] ?? '') !== '' && values[field] === values[name]}
      />
      <span>{words}</span>
    </label>
  );
};

/** What is wrong with a form, by field. */
export type Faults = Readonly<Record<string, string>>;

/** Ties a field to what is said about it. */
export const faultOf = (name: string, faults: Faults) =>
  faults[name] === undefined
    ? {}
    : ({ 'aria-invalid': 'true', 'aria-describedby': `fault-${name}` } as const);

export const FieldFault = ({ name, faults }: { name: string; faults: Faults }) =>
  faults[name] === undefined ? null : (
    <span class="fault" id={`fault-${name}`}>
      {faults[name]}
    </span>
  );

/** Takes along the text of the element with that id; seen where there is script, which does it. */
export const CopyButton = ({ of, m }: { of: string; m: Frame['m'] }) => (
  <button
    type="button"
    class="quiet"
    data-copy={of}
    data-copied={m.profiles.copied}
    data-by-hand={m.profiles.copyByHand}
    aria-live="polite"
  >
    {m.profiles.copy}
  </button>
);
