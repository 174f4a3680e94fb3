import { expect, test } from 'vitest';
import { findFailingStep, readTraceback } from './traceback.ts';

const ipython = [
  '\u001b[31m---------------------------------------------------------------------------\u001b[39m',
  '\u001b[31mKeyError\u001b[39m                                  Traceback (most recent call last)',
  '\u001b[36mCell\u001b[39m\u001b[36m \u001b[39m\u001b[32mIn[2]\u001b[39m\u001b[32m, line 3\u001b[39m',
  '\u001b[32m----> 3\u001b[39m churn(customers)',
  '',
  '\u001b[36mFile \u001b[39m\u001b[32m/data/projects/p1/analytics/src/acme/churn.py:12\u001b[39m, in \u001b[36mchurn\u001b[39m(frame)',
  '     11 # KeyError: not the end',
  '\u001b[32m---> 12\u001b[39m frame["left"]',
  '',
  '\u001b[36mFile \u001b[39m\u001b[32m/usr/lib/python3/site-packages/pandas/frame.py:4102\u001b[39m, in \u001b[36mget\u001b[39m(key)',
  '   4102 raise KeyError(key)',
  '',
  "\u001b[31mKeyError\u001b[39m: 'left'",
].join('\n');

test('the step to look at is the last one in own code', () => {
  const steps = readTraceback(ipython, 'KeyError');
  expect(steps.map(({ isOwn }) => isOwn)).toEqual([true, true, false]);
  expect(findFailingStep(steps)!.text).toMatch(/churn\.py:12[\s\S]*frame\["left"\]$/);
  expect(steps[2]!.text).toMatch(/raise KeyError\(key\)$/);
});

test('tracebacks of plain Python and of a syntax error have steps too', () => {
  const plain =
    'Traceback (most recent call last):\n  File "/p/run.py", line 3, in <module>\n    main()\nValueError: no';
  expect(readTraceback(plain, 'ValueError').map(({ text }) => text)).toEqual([
    '  File "/p/run.py", line 3, in <module>\n    main()',
  ]);
  const syntax = '  Cell In[1], line 1\n    for x\n         ^\nSyntaxError: invalid syntax\n';
  expect(findFailingStep(readTraceback(syntax, 'SyntaxError'))!.text).toMatch(/line 1\n {4}for x\n {9}\^$/);
});

test('errors of other languages have none', () => {
  expect(findFailingStep(readTraceback('Error in f(): no\nTraceback:\n', 'ERROR'))).toBeNull();
});
