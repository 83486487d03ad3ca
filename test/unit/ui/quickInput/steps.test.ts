import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { BACK, CANCEL, isUnanswered, mapAnswer, type Answer } from '../../../../src/ui/quickInput/answer';
import { askInSteps, GoTo, type Question, type QuestionStep } from '../../../../src/ui/quickInput/steps';

interface Order {
  readonly drink: string;
  readonly milk: string;
  readonly size: string;
  readonly paid: boolean;
}

type Reply = Answer<Partial<Order>> | GoTo;

const START: Order = { drink: '', milk: '', size: '', paid: false };

/** What was asked, and with which answers offered. */
interface Asked {
  readonly step: QuestionStep<Order>;
  readonly answers: Order;
}

/** A guest who replies in this order, and what the guest was asked. */
function guest(...replies: readonly (Reply | ((step: QuestionStep<Order>) => Reply))[]) {
  const asked: Asked[] = [];
  const ask: Question<Order>['ask'] = (answers, step) => {
    const reply = replies[asked.length];
    asked.push({ step, answers });
    assert.ok(reply !== undefined, `no reply to ${step.title}`);
    return Promise.resolve(typeof reply === 'function' ? reply(step) : reply);
  };
  const questions: readonly Question<Order>[] = [
    { id: 'drink', about: 'Drink', ask },
    { id: 'milk', about: 'Milk', when: ({ drink }) => drink === 'coffee', ask },
    { id: 'hint', about: 'Hint', when: ({ milk }) => milk === 'oat', counted: false, ask },
    { id: 'size', about: 'Size', ask },
  ];
  const run = (back = false): Promise<Answer<Order>> =>
    askInSteps({
      title: (about) => `Order: ${about}`,
      sample: true,
      start: START,
      questions,
      back,
      isDone: ({ paid }) => paid,
    });
  return { run, asked, titles: () => asked.map(({ step }) => step.title.replace('Order: ', '')) };
}

describe('Questions in steps', () => {
  it('are asked in order, those that depend on answers only where they apply, with their numbers', async () => {
    const tea = guest({ drink: 'tea' }, { size: 'small' });
    assert.deepEqual(await tea.run(), { ...START, drink: 'tea', size: 'small' });
    assert.deepEqual(
      tea.asked.map(({ step }) => [step.title, step.step, step.totalSteps, step.back, step.sample]),
      [
        ['Order: Drink', 1, 2, false, true],
        ['Order: Size', 2, 2, true, true],
      ],
    );
    const coffee = guest({ drink: 'coffee' }, { milk: 'oat' }, {}, { size: 'large' });
    assert.deepEqual(await coffee.run(), { drink: 'coffee', milk: 'oat', size: 'large', paid: false });
    assert.deepEqual(
      coffee.asked.map(({ step }) => [step.title, step.step, step.totalSteps]),
      [
        ['Order: Drink', 1, 2],
        ['Order: Milk', 2, 3],
        ['Order: Hint', undefined, undefined],
        ['Order: Size', 3, 3],
      ],
    );
  });

  it('go back with every answer kept, also over questions that do not apply any more', async () => {
    const one = guest({ drink: 'coffee' }, { milk: 'cow' }, BACK, BACK, { drink: 'tea' }, { size: 'small' });
    assert.deepEqual(await one.run(), { drink: 'tea', milk: 'cow', size: 'small', paid: false });
    assert.deepEqual(one.titles(), ['Drink', 'Milk', 'Size', 'Milk', 'Drink', 'Size']);
    assert.deepEqual(one.asked[3]?.answers, { ...START, drink: 'coffee', milk: 'cow' });
  });

  it('keep what a question gives them before it is left by Back', async () => {
    const one = guest(
      { drink: 'tea' },
      (step) => {
        step.saveAnswer({ size: 'large' });
        return BACK;
      },
      { drink: 'tea' },
      CANCEL,
    );
    await one.run();
    assert.equal(one.asked[3]?.answers.size, 'large');
  });

  it('answer nothing at Escape, and Back only where there is something to go back to', async () => {
    assert.equal(await guest({ drink: 'tea' }, CANCEL).run(), CANCEL);
    const first = guest(BACK);
    assert.equal(await first.run(true), BACK);
    assert.equal(first.asked[0]?.step.back, true);
  });

  it('can lead to an earlier question; Back there returns to where it was led from', async () => {
    const one = guest({ drink: 'tea' }, new GoTo('drink'), BACK, new GoTo('drink'), { drink: 'water' }, { size: 's' });
    assert.deepEqual(await one.run(), { ...START, drink: 'water', size: 's' });
    assert.deepEqual(one.titles(), ['Drink', 'Size', 'Drink', 'Size', 'Drink', 'Size']);
  });

  it('end early where the answers need no more', async () => {
    const one = guest({ drink: 'water', paid: true });
    assert.deepEqual(await one.run(), { ...START, drink: 'water', paid: true });
    assert.deepEqual(one.titles(), ['Drink']);
  });
});

describe('An answer', () => {
  it('is converted, but for Back and Escape', () => {
    assert.equal(
      mapAnswer('two', (text) => text.length),
      3,
    );
    for (const left of [BACK, CANCEL] as const) {
      assert.ok(isUnanswered(left));
      assert.equal(
        mapAnswer(left, () => 1),
        left,
      );
    }
  });
});
