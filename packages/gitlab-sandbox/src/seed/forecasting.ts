import type { SeedCommit } from './fast-import.ts';
import { code, markdown, toIpynb } from './notebook.ts';
import { dev, mara } from './people.ts';
import { setupCell } from './python-setup-cell.ts';
import { createRandom } from './random.ts';

const readme = `# Forecasting

Monthly sales, forecast with methods that fit on one page. The package has a \`src\` layout; \`main\` is
protected, so changes come by merge request.

\`\`\`sh
PYTHONPATH=src python3 -m unittest discover tests
\`\`\`
`;

const pyproject = `[build-system]
requires = ["setuptools>=68"]
build-backend = "setuptools.build_meta"

[project]
name = "forecasting"
version = "0.1.0"
description = "Small forecasting methods for monthly sales"
requires-python = ">=3.9"
dependencies = []

[tool.setuptools.packages.find]
where = ["src"]
`;

const init = `"""Small forecasting methods for monthly sales."""

from .baseline import exponential_smoothing, seasonal_naive
from .metrics import mape

__all__ = ["exponential_smoothing", "mape", "seasonal_naive"]
`;

const baseline = `"""Forecasts that every better method has to beat."""


def seasonal_naive(history, horizon, season=12):
    """Repeats the last season."""
    if len(history) < season:
        raise ValueError(f"need at least {season} values, got {len(history)}")
    last = history[-season:]
    return [last[step % season] for step in range(horizon)]


def exponential_smoothing(history, horizon, alpha=0.4):
    """Carries the smoothed level forward."""
    level = history[0]
    for value in history[1:]:
        level = alpha * value + (1 - alpha) * level
    return [round(level, 2)] * horizon
`;

const metrics = `"""How far off a forecast is."""


def mape(actual, forecast):
    """Mean absolute percentage error; 0.1 means ten percent off on average."""
    if len(actual) != len(forecast):
        raise ValueError("actual and forecast differ in length")
    return sum(abs(a - f) / a for a, f in zip(actual, forecast)) / len(actual)
`;

const tests = `import unittest

from forecasting import exponential_smoothing, mape, seasonal_naive


class BaselineTest(unittest.TestCase):
    def test_seasonal_naive_repeats_the_last_season(self):
        self.assertEqual(seasonal_naive([1, 2, 3, 4], 6, season=2), [3, 4, 3, 4, 3, 4])

    def test_smoothing_of_a_constant_is_that_constant(self):
        self.assertEqual(exponential_smoothing([5, 5, 5], 2), [5, 5])

    def test_error_of_a_perfect_forecast_is_zero(self):
        self.assertEqual(mape([1, 2], [1, 2]), 0)


if __name__ == "__main__":
    unittest.main()
`;

const yearlyPattern = [82, 85, 96, 99, 104, 101, 93, 90, 103, 108, 124, 138];

function salesCsv(): string {
  const random = createRandom(36);
  const lines = ['month,sales'];
  for (let month = 0; month < 48; month += 1) {
    const year = 2021 + Math.floor(month / 12);
    const sales = yearlyPattern[month % 12]! * 10 + month * 6 + random(40);
    lines.push(`${year}-${String((month % 12) + 1).padStart(2, '0')},${sales}`);
  }
  return `${lines.join('\n')}\n`;
}

const notebook = toIpynb('forecast', [
  markdown('# Forecast next year\n\nTwo baselines on the last twelve months.'),
  setupCell('src/forecasting/baseline.py', 'src'),
  code(
    `import csv

with (root / "data" / "sales.csv").open(newline="") as file:
    sales = [int(row["sales"]) for row in csv.DictReader(file)]

history, actual = sales[:-12], sales[-12:]
print(len(sales), "months, the last is", sales[-1])`,
    '48 months, the last is 1675\n',
  ),
  code(
    `from forecasting import exponential_smoothing, mape, seasonal_naive

for method in (seasonal_naive, exponential_smoothing):
    error = mape(actual, method(history, 12))
    print(f"{method.__name__:<22} {error:.1%} off on average")`,
    `seasonal_naive         5.3% off on average
exponential_smoothing  17.3% off on average
`,
  ),
]);

/** `acme/platform/forecasting`: a protected main and one open branch. */
export const forecastingHistory: SeedCommit[] = [
  {
    branch: 'main',
    author: mara,
    date: '2026-08-18T10:00:00+02:00',
    message: 'Start the forecasting package',
    files: {
      'README.md': readme,
      'pyproject.toml': pyproject,
      '.gitignore': '__pycache__/\n.ipynb_checkpoints/\n',
      'src/forecasting/__init__.py': init,
      'src/forecasting/baseline.py': baseline,
      'src/forecasting/metrics.py': metrics,
    },
  },
  {
    branch: 'main',
    author: dev,
    date: '2026-08-27T15:20:00+02:00',
    message: 'Add sales and tests',
    files: { 'data/sales.csv': salesCsv(), 'tests/test_baseline.py': tests },
  },
  {
    branch: 'main',
    author: mara,
    date: '2026-09-11T11:11:00+02:00',
    message: 'Forecast next year in a notebook',
    files: { 'notebooks/forecast.ipynb': notebook },
  },
  {
    branch: 'faster-smoothing',
    startFrom: 'main',
    author: dev,
    date: '2026-09-30T16:45:00+02:00',
    message: 'React faster to recent months',
    files: { 'src/forecasting/baseline.py': baseline.replace('alpha=0.4', 'alpha=0.6') },
  },
];
