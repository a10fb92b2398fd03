/*
 * Stands in for the module `vitest` in a lane: collects the tests of a file instead of running them, so that those that
 * reach a mutant can be run alone. `expect` is vitest's own. What is not here is not used by the tests of decisions.
 */
export { expect } from 'vitest-itself';

let collected = [];
let titles = [];

/** The tests that `load` declares: { name, run } in their order. */
export async function collect(load) {
  collected = [];
  titles = [];
  await load();
  return collected;
}

export function describe(title, body) {
  titles.push(title);
  body();
  titles.pop();
}

describe.each = (rows) => (title, body) => {
  for (const [index, row] of rows.entries()) describe(`${title} (row ${index + 1})`, () => body(row));
};

export function it(title, run) {
  collected.push({ name: [...titles, title].join(' > '), run });
}

it.each = (rows) => (title, run) => {
  for (const [index, row] of rows.entries()) {
    it(`${title} (row ${index + 1})`, () => run(...(Array.isArray(row) ? row : [row])));
  }
};

export const test = it;
