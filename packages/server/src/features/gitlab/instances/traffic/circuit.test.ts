import { beforeEach, describe, expect, test } from 'vitest';
import { type Circuit, createCircuit } from './circuit.ts';

let nowMs: number;
let changes: boolean[];
let circuit: Circuit;

beforeEach(() => {
  nowMs = 1_000_000;
  changes = [];
  circuit = createCircuit({ now: () => nowMs, onChange: (isOpen) => void changes.push(isOpen) });
});

const broken = { timedOut: false };
const timedOut = { timedOut: true };

function failTimes(times: number, failure = broken): void {
  for (let time = 0; time < times; time += 1) circuit.noteFailure(failure);
}

describe('the circuit opens', () => {
  test('after five failures in a row, or three that each kept somebody waiting', () => {
    failTimes(4);
    expect(circuit.admit()).toBe(true);
    failTimes(1);
    expect(circuit.admit()).toBe(false);
    circuit.noteAnswer();
    failTimes(3, timedOut);
    expect(circuit.admit()).toBe(false);
    expect(changes).toEqual([true, false, true]);
  });

  test('never while GitLab answers in between, nor for failures that are minutes apart', () => {
    for (let time = 0; time < 10; time += 1) {
      failTimes(4);
      circuit.noteAnswer();
    }
    for (let time = 0; time < 10; time += 1) {
      failTimes(1);
      nowMs += 61_000;
    }
    expect(circuit.admit()).toBe(true);
    expect(circuit.read().state).toBe('closed');
  });
});

describe('an open circuit', () => {
  beforeEach(() => failTimes(5));

  test('lets one request try after a pause, and all others once it is answered', () => {
    nowMs += 4_900;
    expect(circuit.admit()).toBe(false);
    nowMs += 200;
    expect([circuit.admit(), circuit.admit()]).toEqual([true, false]);
    expect(circuit.read().state).toBe('half-open');
    circuit.noteAnswer();
    expect([circuit.admit(), circuit.admit()]).toEqual([true, true]);
    expect(circuit.read()).toEqual({ state: 'closed', failingSince: null, retryAt: null });
  });

  test('waits longer after each try that fails, half a minute at most', () => {
    const pauses: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      const begun = nowMs;
      while (!circuit.admit()) nowMs += 1_000;
      pauses.push(nowMs - begun);
      circuit.noteFailure(timedOut);
    }
    expect(pauses).toEqual([5_000, 10_000, 20_000, 30_000, 30_000]);
    expect(changes).toEqual([true]);
  });

  test('is not kept open by requests that were sent before it opened', () => {
    failTimes(20, timedOut);
    nowMs += 5_001;
    expect(circuit.admit()).toBe(true);
  });

  test('lets another request try when the first was given up, or takes very long', () => {
    nowMs += 5_001;
    expect(circuit.admit()).toBe(true);
    circuit.noteGivenUp();
    expect([circuit.admit(), circuit.admit()]).toEqual([true, false]);
    nowMs += 10_001;
    expect(circuit.admit()).toBe(true);
  });
});
