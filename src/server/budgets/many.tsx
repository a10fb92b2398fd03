import { type Context, Hono } from 'hono';
import { BUDGET_FIELDS, budgetRows, type FileRead, formatOf } from '../../app/budgets/file.ts';
import { applyPlan, keepPlan, undoPlan } from '../../app/budgets/plan.ts';
import type { PlanRead } from '../../app/budgets/planRead.ts';
import { listBudgetPlans } from '../../app/budgets/plansKept.ts';
import { encodingOf } from '../../app/encoding.ts';
import { exampleNames, isUnknown } from '../../app/known.ts';
import { CHANGE_TIMES } from '../../core/budgetPeriods.ts';
import { MOST_FILE_BYTES, type RefusedRow } from '../../core/budgetPlan.ts';
import type { TypedRow } from '../../core/budgetPlans.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { dayOf } from '../../core/periods.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { faultWords, messageOf, type Sent, type Typed, typed, typedWithFile } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { only } from '../http/visitor.ts';
import { pageNumber } from '../tables/arrange.ts';
import { type Card, cards } from '../tables/cards.tsx';
import { appliedBack, manyPlanPage } from './manyPlan.tsx';
import { diffTable, plansTable, refusedTable, totalsTable } from './manyTables.tsx';
import { acceptSuggested, suggestPage } from './suggest.tsx';

/** Many budgets at once: rows are handed in, read as a difference, applied and undone. Works without script. */

/** Changes that the page lists. */
const MOST_LISTED = 20;
/** Text of a file that comes back with what is wrong with it: what is longer stays where it came from. */
const MOST_SHOWN = 64 * 1024;

export function manyBudgetRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/budgets/many', only('change', 'plan'), (c) =>
    inOnePage(c, deps, () => formPage(c, deps, {}, null)),
  );
  app.post('/budgets/many', only('change', 'plan'), (c) => handedIn(c, deps));
  app.get('/budgets/suggest', only('change', 'plan'), (c) => inOnePage(c, deps, () => suggestPage(c, deps)));
  app.post('/budgets/suggest', only('change', 'plan'), (c) => acceptSuggested(c, deps));
  app.get('/budgets/many/:id', only('see', 'plan'), (c) =>
    inOnePage(c, deps, () => manyPlanPage(c, deps, c.req.param('id'))),
  );
  app.post('/budgets/many/:id', only('change', 'plan'), (c) =>
    withReason(c, deps, async (id, values) => {
      const done = await applyPlan(askingOf(c, deps), id, values);
      if (done.is === 'applied') return appliedBack(c, deps, { id });
      if (done.is === 'already') return href`/budgets/many/${id}?done=${done.is}`;
      if (done.id !== null) return href`/budgets/many/${done.id}?done=${'changedMeanwhile'}`;
      return href`/budgets/many?done=${done.refused.length > 0 ? 'refusedMeanwhile' : 'nothingLeft'}`;
    }),
  );
  app.post('/budgets/many/:id/undo', only('change', 'plan'), (c) =>
    withReason(c, deps, async (id, values) => {
      const done = await undoPlan(askingOf(c, deps), id, values);
      const said = done === null ? 'notApplied' : done.undone === 0 ? 'noneUndone' : 'undone';
      return href`/budgets/many/${id}?done=${said}`;
    }),
  );
  return app;
}

async function withReason(
  c: Context,
  deps: ServerDeps,
  change: (id: string, values: Typed) => Promise<string | Response>,
): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const values = await typed(c);
  try {
    const done = await change(id, values);
    return typeof done === 'string' ? c.redirect(done, 303) : done;
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return manyPlanPage(c, deps, id, values, faultWords(error, frameOf(c, deps)));
  }
}

async function handedIn(c: Context, deps: ServerDeps): Promise<Response> {
  const { values, file } = await typedWithFile(c, 'file', 'rows');
  const { read, text } = textIn(values, file);
  const isLost = file !== null && text.length > MOST_SHOWN;
  const shown = { ...values, rows: isLost ? '' : text };
  const from = CHANGE_TIMES.find((one) => one === values.from) ?? '';
  const rows = read.rows.map(
    (row): TypedRow => ((row.typed.from ?? '') === '' ? { ...row, typed: { ...row.typed, from } } : row),
  );
  const asked = {
    rows,
    refused: read.refused,
    anyName: values.anyName === 'yes',
    removeMissing: values.removeMissing === 'yes',
  };
  const source = file === null ? ('pasted' as const) : ('file' as const);
  const kept = await keepPlan(askingOf(c, deps), asked, { source, title: file?.name ?? '' });
  if (kept.id !== null) return c.redirect(href`/budgets/many/${kept.id}`, 303);
  return formPage(c, deps, shown, kept, isLost);
}

/** The rows of the file, where one was chosen, else those that were pasted. */
function textIn(values: Typed, file: Sent | null): { read: FileRead; text: string } {
  const bad = (key: string, detail?: string): { read: FileRead; text: string } => ({
    read: {
      rows: [],
      refused: [
        {
          line: null,
          field: 'file',
          key,
          value: file?.name ?? '',
          ...(detail === undefined ? {} : { detail }),
        },
      ],
    },
    text: file === null ? (values.rows ?? '') : '',
  });
  if (file !== null && file.bytes.byteLength > MOST_FILE_BYTES) return bad('fileLarge');
  const encoding = file === null ? 'UTF-8' : encodingOf(file.bytes);
  if (encoding !== 'UTF-8') return bad('fileEncoding', encoding ?? '');
  const text = file === null ? (values.rows ?? '') : new TextDecoder('utf-8').decode(file.bytes);
  if (text.length > MOST_FILE_BYTES) return bad('fileLarge');
  return { read: budgetRows(text, formatOf(file?.name ?? '', text)), text };
}

/**
 * @param read what came of what was handed in; null: nothing was
 * @param isLost it was a file that is too long to stand in the form
 */
async function formPage(
  c: Context,
  deps: ServerDeps,
  values: Typed,
  read: PlanRead | null,
  isLost = false,
): Promise<Response> {
  const frame = frameOf(c, deps);
  const { budgetsMany: m } = frame.m;
  const refused = read?.refused ?? [];
  const page = pageNumber(c.req.query('plans.page'));
  const asked = { limit: MOST_LISTED, offset: (page - 1) * MOST_LISTED };
  const { plans, total } = await listBudgetPlans(askingOf(c, deps), asked);
  const example = await exampleRows(c, deps);
  const result = await cards(
    c,
    frame,
    'budget-changes',
    cardsOf(read, { ...plansTable(plans, frame), total }, example, frame),
  );
  if (result.response) return result.response;
  const isBad = refused.length > 0;
  const { nothingLeft, refusedMeanwhile } = m;
  const message =
    read !== null && !isBad
      ? { text: m.nothing, bad: false }
      : messageOf(isBad ? m.refusedIntro(refused.length) : null, c.req.query('done'), {
          nothingLeft,
          refusedMeanwhile,
        });
  return c.html(
    <PlainPage frame={frame} title={m.title} intro={m.intro} message={message}>
      <p class="actions">
        <a href={href`/budgets`}>{m.toBudgets}</a>
        <a href={href`/budgets?format=csv`}>{m.exported}</a>
        <a href={href`/budgets/many?format=csv&table=template`}>{m.template}</a>
        <a href={href`/budgets/suggest`}>{m.toSuggest}</a>
      </p>
      {isBad && <div class="grid">{result.shown.slice(0, -2)}</div>}
      <RowsForm values={values} refused={refused} isLost={isLost && isBad} example={example} frame={frame} />
      <div class="grid">{isBad ? result.shown.slice(-2) : result.shown}</div>
    </PlainPage>,
    isBad ? 422 : 200,
  );
}

function cardsOf(
  read: PlanRead | null,
  plans: ReturnType<typeof plansTable>,
  example: readonly string[][],
  frame: Frame,
): Card[] {
  const { budgetsMany: m } = frame.m;
  const own = [
    { id: 'plans', title: m.plansTitle, table: plans, empty: m.plansEmpty },
    { id: 'template', title: m.example, table: template(example), empty: '' },
  ];
  if (read === null || read.refused.length === 0) return own;
  return [
    { id: 'refused', title: m.refusedTitle, table: refusedTable(read.refused, frame), empty: '' },
    ...(read.rows.length === 0
      ? []
      : [
          { id: 'totals', title: m.totalsTitle, table: totalsTable(read.totals, frame), empty: '' },
          { id: 'rows', title: m.rowsTitle, table: diffTable(read.rows, frame), empty: m.rowsEmpty },
        ]),
    ...own,
  ];
}

function RowsForm({
  values,
  refused,
  isLost,
  example,
  frame,
}: {
  values: Typed;
  refused: readonly RefusedRow[];
  isLost: boolean;
  example: readonly string[][];
  frame: Frame;
}) {
  const { budgetsMany: m } = frame.m;
  return (
    <form class="stacked" method="post" action={href`/budgets/many`} enctype="multipart/form-data">
      <label>
        {m.paste}
        <textarea
          name="rows"
          rows={10}
          spellcheck={false}
          placeholder={[EXAMPLE_HEAD, ...example.slice(0, 2)].map((row) => row.join('\t')).join('\n')}
          aria-describedby="rows-note"
          {...(refused.length > 0 ? { 'aria-invalid': 'true' } : {})}
        >
          {`\n${values.rows ?? ''}`}
        </textarea>
        <small id="rows-note">{m.pasteNote}</small>
      </label>
      <label>
        {m.file}
        <input type="file" name="file" accept=".csv,.tsv,.txt,.yaml,.yml,text/csv,text/plain" />
        {isLost && <span class="fault">{m.fileAgain}</span>}
      </label>
      <label>
        {m.from}
        <select name="from">
          {(['', ...CHANGE_TIMES] as const).map((one) => (
            <option value={one} selected={(values.from ?? '') === one}>
              {m.times[one]}
            </option>
          ))}
        </select>
        <small>{m.fromNote}</small>
      </label>
      <Box name="removeMissing" label={m.removeMissing} values={values} />
      {(refused.some(isUnknown) || values.anyName === 'yes') && (
        <Box name="anyName" label={m.anyName} values={values} />
      )}
      <button class="primary" type="submit">
        {m.submit}
      </button>
    </form>
  );
}

const Box = ({ name, label, values }: { name: string; label: string; values: Typed }) => (
  <label class="box">
    <input type="checkbox" name={name} value="yes" checked={values[name] === 'yes'} />
    <span>{label}</span>
  </label>
);

const EXAMPLE_HEAD = [
  ...(['scope', 'key', 'amount', 'period', 'narrow', 'from', 'until', 'thresholds'] as const),
  ...(['carryOver', 'hard'] as const),
];

/** Rows that can be applied as they stand, where anybody is known here. */
async function exampleRows(c: Context, deps: ServerDeps): Promise<string[][]> {
  const names = await exampleNames(askingOf(c, deps));
  const user = names.user ?? 'ann@example.com';
  const center = names.costCenter ?? 'CC-1004';
  const family = names.family === null ? '' : `family:${names.family}`;
  const until = `${Number(dayOf(deps.clock.now()).slice(0, 4)) + 1}-03-31`;
  return [
    ['user', user, '60', 'month', '', '', '', '', '', ''],
    ['costCenter', center, '12000', 'month', '', 'next', '', '80%, forecast 100%', 'no', 'no'],
    ['costCenter', center, '500', 'week', family, 'now', until, '$400', 'no', 'no'],
    ['userDefault', '', '40', 'month', '', '', '', '', 'no', 'no'],
  ];
}

/** A file to begin with: each column that is read, and some rows that show how they look. */
function template(rows: readonly string[][]) {
  const further = BUDGET_FIELDS.filter((name) => !EXAMPLE_HEAD.some((one) => one === name));
  return {
    columns: [...EXAMPLE_HEAD, ...further].map((name) => ({ name, key: name })),
    rows: rows.map((row) => ({ cells: [...row, ...further.map(() => '')].map((text) => ({ text })) })),
  };
}
