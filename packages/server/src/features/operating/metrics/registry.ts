import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Metrics of one Notelab, named `notelab_…`; each has a text that says what it is. */
export function createRegistry() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    counter: <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
      new Counter({ name: `notelab_${name}`, help, labelNames, registers }),

    seconds: <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
      new Histogram({ name: `notelab_${name}`, help, labelNames, registers, buckets }),

    /** What is read when somebody asks: one number, or one per value of a label. */
    gauge(name: string, help: string, read: () => number): void {
      new Gauge({
        name: `notelab_${name}`,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },

    gauges<Label extends string>(
      name: string,
      help: string,
      label: Label,
      read: () => Promise<Iterable<readonly [string, number]>>,
    ): void {
      new Gauge({
        name: `notelab_${name}`,
        help,
        labelNames: [label],
        registers,
        async collect() {
          // What is gone is not told any more.
          this.reset();
          for (const [value, number] of await read()) this.labels(value).set(number);
        },
      });
    },
  };
}

export type Metrics = ReturnType<typeof createRegistry>;

/** Seconds: from a quick answer to a long clone. */
const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
