/* Tries all mutants of a file, in as many processes at once as it is told. */
import { fork } from 'node:child_process';
import { leadingTo } from './graph.mjs';

const LANE = new URL('./lane.mjs', import.meta.url);
/** A lane that says nothing for so long is in a loop that passes no mutated place. */
const SILENCE_MS = 60_000;
/** Modules that were read anew are never forgotten: a lane that holds more than this is replaced. */
const MEMORY = 1_200 * 2 ** 20;

/**
 * { id, status, by } for each of `mutants`, tried in the tests of `files`, which pass as things are; `onResult` hears of
 * each.
 */
export async function tryAll({ target, files, setup, mutants, lanes, onResult }) {
  const options = { target, setup, anew: [...leadingTo(target, files), ...files] };
  const first = new Lane(options);
  const { survey } = await first.ask({ files });
  const queue = mutants.map(({ id }) => ({ id, plan: planFor(id, survey) }));
  const results = [];
  const report = (result) => {
    results.push(result);
    onResult(result);
  };
  const work = async (lane) => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      report(next.plan.length === 0 ? { id: next.id, status: 'noCoverage', by: '' } : await lane.ask(next));
    }
    lane.end();
  };
  const others = Array.from({ length: lanes - 1 }, () => new Lane(options));
  await Promise.all([first, ...others].map(work));
  return results;
}

/** The tests that pass the mutant, the cheap ones first; all of a file where it is passed while the file is read. */
function planFor(id, survey) {
  return survey
    .map(({ file, atLoad, tests }) => {
      const always = atLoad.covered.includes(id);
      const fitting = tests
        .map((one, index) => ({ ...one, index }))
        .filter((one) => always || one.covered.includes(id))
        .sort((a, b) => a.ms - b.ms);
      const all = [atLoad, ...fitting];
      return {
        file,
        tests: fitting.map(({ index }) => index),
        passes: all.reduce((total, one) => total + one.passes, 0),
        ms: all.reduce((total, one) => total + one.ms, 0),
      };
    })
    .filter(({ tests }) => tests.length > 0)
    .sort((a, b) => a.ms - b.ms);
}

class Lane {
  #options;
  #child = null;

  constructor(options) {
    this.#options = options;
  }

  async ask(question) {
    const child = await this.#started();
    const answer = await this.#answer(child, question);
    if (answer.failed) throw new Error(answer.failed);
    if (answer.memory > MEMORY || answer.status === 'timedOut') this.end();
    return answer;
  }

  end() {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  async #started() {
    if (this.#child !== null) return this.#child;
    const child = fork(LANE, [JSON.stringify(this.#options)], { execArgv: ['--no-warnings'] });
    this.#child = child;
    await this.#answer(child, null);
    return child;
  }

  #answer(child, question) {
    return new Promise((resolve) => {
      const done = (answer) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(answer);
      };
      const lost = () => {
        this.end();
        done(
          question?.plan ? { id: question.id, status: 'timedOut', by: '' } : { failed: 'a lane ended early' },
        );
      };
      const timer = setTimeout(lost, question?.plan ? SILENCE_MS : 10 * SILENCE_MS);
      child.once('message', done);
      child.once('exit', lost);
      if (question !== null) child.send(question);
    });
  }
}
