import { createRandom } from './random.ts';

const plans = ['basic', 'team', 'business'];
const regions = ['emea', 'amer', 'apac'];
const monthlyPrice = { basic: 19, team: 79, business: 240 } as Record<string, number>;

/** 200 customers; those with many tickets, falling spend and little activity tend to have left. */
export function customersCsv(): string {
  const random = createRandom(20250901);
  const lines = [
    'customer,plan,region,tenure_days,tickets_90d,active_days_30d,spend_prev_90d,spend_last_90d,churned',
  ];
  for (let index = 0; index < 200; index += 1) {
    const plan = plans[random(10) < 5 ? 0 : random(10) < 7 ? 1 : 2]!;
    const region = regions[random(3)]!;
    const tenureDays = 30 + random(1500);
    const tickets = Math.max(0, random(8) - 2);
    const activeDays = random(31);
    const before = monthlyPrice[plan]! * 3 + random(60);
    const changePercent = random(70) - 40 - (tickets > 3 ? 15 : 0) + (activeDays > 15 ? 10 : 0);
    const after = Math.round((before * (100 + changePercent)) / 100);
    const risk = tickets * 9 - changePercent - activeDays - (tenureDays > 700 ? 20 : 0) + random(40);
    lines.push(
      [
        `C-${10480 + index}`,
        plan,
        region,
        tenureDays,
        tickets,
        activeDays,
        before,
        after,
        risk > 38 ? 1 : 0,
      ].join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}
