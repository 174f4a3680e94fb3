export const pyproject = `[build-system]
requires = ["setuptools>=68"]
build-backend = "setuptools.build_meta"

[project]
name = "churn"
version = "0.2.0"
description = "Features and segments for customer churn"
requires-python = ">=3.9"
dependencies = []

[tool.setuptools]
packages = ["churn"]
`;

export const gitignore = `__pycache__/
*.pyc
.ipynb_checkpoints/
.venv/
`;

export const readme = `# Analytics

Which customers leave, and when? Notebooks on top of the small \`churn\` package.

| path | what |
| --- | --- |
| \`explore.ipynb\` | a first look at the customers |
| \`notebooks/model.ipynb\` | a model of churn, trained from scratch |
| \`churn/\` | the Python package that both use |
| \`data/customers.csv\` | 200 customers, one per line |

Everything runs with the Python standard library:

\`\`\`python
from churn.features import build_features

rows = build_features("data/customers.csv")
\`\`\`
`;

export const readmeWithData = `${readme}
## The data

- \`tenure_days\`: days since the customer signed up
- \`tickets_90d\`: support tickets of the last 90 days
- \`active_days_30d\`: days with a sign-in, of the last 30
- \`spend_prev_90d\`, \`spend_last_90d\`: spend of the 90 days before the last 90, and of the last 90
- \`churned\`: 1 when the customer left within the following quarter
`;

export const init = `"""Features and segments for customer churn."""

from .features import Customer, build_features, load_customers

__all__ = ["Customer", "build_features", "load_customers"]
`;

export const initWithSegments = `"""Features and segments for customer churn."""

from .features import Customer, build_features, load_customers
from .segments import churn_rate_by, segment_of

__all__ = ["Customer", "build_features", "churn_rate_by", "load_customers", "segment_of"]
`;

const featuresHead = `"""Turns raw customers into the numbers that the notebooks use."""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Customer:
    customer: str
    plan: str
    region: str
    tenure_days: int
    tickets_90d: int
    active_days_30d: int
    spend_prev_90d: int
    spend_last_90d: int
    churned: bool


def load_customers(path="data/customers.csv"):
    """Reads the customers, one per line."""
    with Path(path).open(newline="", encoding="utf-8") as file:
        return [
            Customer(
                customer=row["customer"],
                plan=row["plan"],
                region=row["region"],
                tenure_days=int(row["tenure_days"]),
                tickets_90d=int(row["tickets_90d"]),
                active_days_30d=int(row["active_days_30d"]),
                spend_prev_90d=int(row["spend_prev_90d"]),
                spend_last_90d=int(row["spend_last_90d"]),
                churned=row["churned"] == "1",
            )
            for row in csv.DictReader(file)
        ]
`;

export const features = `${featuresHead}

def build_features(path="data/customers.csv"):
    """One dictionary of features per customer."""
    return [
        {
            "customer": customer.customer,
            "plan": customer.plan,
            "tenure_days": customer.tenure_days,
            "tickets_90d": customer.tickets_90d,
            "activity": round(customer.active_days_30d / 30, 2),
            "churned": customer.churned,
        }
        for customer in load_customers(path)
    ]
`;

export const featuresWithTrend = `${featuresHead}

def spend_trend(customer):
    """How spend changed from one quarter to the next: -0.25 means a quarter less."""
    if customer.spend_prev_90d == 0:
        return 0.0
    return round(customer.spend_last_90d / customer.spend_prev_90d - 1, 2)


def build_features(path="data/customers.csv"):
    """One dictionary of features per customer."""
    return [
        {
            "customer": customer.customer,
            "plan": customer.plan,
            "tenure_days": customer.tenure_days,
            "tickets_90d": customer.tickets_90d,
            "activity": round(customer.active_days_30d / 30, 2),
            "spend_trend": spend_trend(customer),
            "churned": customer.churned,
        }
        for customer in load_customers(path)
    ]
`;

export const featuresWithHorizon = featuresWithTrend
  .replace(
    `def build_features(path="data/customers.csv"):
    """One dictionary of features per customer."""`,
    `def build_features(path="data/customers.csv", horizon_days=90):
    """One dictionary of features per customer; tickets are scaled to the horizon."""`,
  )
  .replace(
    '"tickets_90d": customer.tickets_90d,',
    `"tickets_90d": customer.tickets_90d,
            "tickets": round(customer.tickets_90d * horizon_days / 90, 1),`,
  );

export const segments = `"""Groups customers by how they behave."""

from collections import defaultdict


def segment_of(row):
    """The segment of one row of features."""
    if row["tenure_days"] < 120:
        return "new"
    if row["tickets_90d"] >= 3:
        return "struggling"
    if row["activity"] < 0.25:
        return "sleeping"
    return "steady"


def churn_rate_by(rows, key):
    """Share of customers who left, per value of a key (a column name or a function)."""
    pick = key if callable(key) else lambda row: row[key]
    groups = defaultdict(list)
    for row in rows:
        groups[pick(row)].append(row["churned"])
    return {name: round(sum(left) / len(left), 3) for name, left in sorted(groups.items())}
`;

export const segmentsForHorizon = segments.replace('row["tickets_90d"] >= 3', 'row["tickets"] >= 3');

export const segmentsWithTenure = segments.concat(`

def tenure_bucket(row):
    """Full years of tenure, three and more together."""
    return min(3, row["tenure_days"] // 365)
`);
