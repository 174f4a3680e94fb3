import { code, markdown, toIpynb } from './notebook.ts';
import { setupCell } from './python-setup-cell.ts';

const setup = setupCell('churn/features.py', '');

export const explore = toIpynb('explore', [
  markdown(
    `# Explore churn

Which customers leave, and when? Features come from the team's own \`churn\` package in this repository.`,
  ),
  setup,
  code(
    `from churn.features import build_features

rows = build_features(root / "data" / "customers.csv")
for row in rows[:4]:
    print(row["customer"], row["plan"], row["tenure_days"], row["tickets_90d"], row["spend_trend"])`,
    `C-10480 basic 1471 3 0.38
C-10481 team 1447 0 0.28
C-10482 business 795 4 -0.53
C-10483 team 80 3 0.1
`,
  ),
  markdown('## Who leaves?'),
  code(
    `from churn.segments import churn_rate_by, segment_of

for segment, rate in churn_rate_by(rows, segment_of).items():
    print(f"{segment:<11} {rate:6.1%}  {'█' * round(rate * 40)}")`,
    `new          41.7%  █████████████████
sleeping     14.3%  ██████
steady        5.1%  ██
struggling   51.4%  █████████████████████
`,
  ),
  code(
    `for plan, rate in churn_rate_by(rows, "plan").items():
    print(f"{plan:<11} {rate:6.1%}  {'█' * round(rate * 40)}")`,
    `basic        27.5%  ███████████
business     26.1%  ██████████
team         24.0%  ██████████
`,
  ),
]);

export const model = toIpynb('model', [
  markdown(
    `# A first model

Logistic regression, written out: small enough to read, good enough to rank customers.`,
  ),
  setup,
  code(
    `from churn.features import build_features

rows = build_features(root / "data" / "customers.csv")
columns = ["tickets_90d", "activity", "spend_trend"]
train, test = rows[:150], rows[150:]
print(len(train), "to learn from,", len(test), "to check with")`,
    '150 to learn from, 50 to check with\n',
  ),
  code(
    `from math import exp


def predict(weights, row):
    z = weights[0] + sum(w * row[name] for w, name in zip(weights[1:], columns))
    return 1 / (1 + exp(-z))


def fit(rows, steps=3000, rate=0.1):
    weights = [0.0] * (len(columns) + 1)
    for _ in range(steps):
        gradient = [0.0] * len(weights)
        for row in rows:
            error = predict(weights, row) - row["churned"]
            gradient[0] += error
            for index, name in enumerate(columns, start=1):
                gradient[index] += error * row[name]
        weights = [w - rate * g / len(rows) for w, g in zip(weights, gradient)]
    return weights


weights = fit(train)
for name, weight in zip(["(intercept)", *columns], weights):
    print(f"{name:<12} {weight:+.2f}")`,
    `(intercept)  -2.55
tickets_90d  +0.90
activity     -3.41
spend_trend  -5.60
`,
  ),
  code(
    `right = sum((predict(weights, row) > 0.5) == row["churned"] for row in test)
print(f"{right / len(test):.0%} of the {len(test)} customers set aside are predicted correctly")`,
    '90% of the 50 customers set aside are predicted correctly\n',
  ),
]);
