/**
 * Who may import whom: docs/architecture.md in rules. `npm run boundaries` checks them.
 * Server features may import features of their own tier's rank only from lower tiers.
 */
const tiers = [
  ['audit', 'events', 'operations'],
  ['users', 'workspaces'],
  ['gitlab/instances', 'gitlab/accounts', 'gitlab/connection-test', 'repositories', 'integrations'],
  ['projects', 'passes', 'gateway', 'jails'],
  ['checkouts', 'terminals', 'notebooks'],
  ['merge-requests', 'kernels', 'versions', 'news', 'webhooks'],
  ['export'],
  ['health', 'operating'],
];
const features = 'packages/server/src/features';

const tierRules = tiers.slice(0, -1).map((tier, index) => ({
  name: `tier-${index + 1}-imports-no-higher-tier`,
  severity: 'error',
  from: { path: tier.map((feature) => `^${features}/${feature}/`), pathNot: '\\.test\\.ts$' },
  to: {
    path: tiers
      .slice(index + 1)
      .flat()
      .map((feature) => `^${features}/${feature}/`),
  },
}));

/** A package may import only the listed packages of ours. */
const may = {
  contract: [],
  git: [],
  gitlab: [],
  notebook: [],
  'credential-helper': [],
  launcher: [],
  'gitlab-sandbox': ['launcher'],
  'gitlab-contract-suite': ['gitlab', 'gitlab-sandbox'],
  server: ['contract', 'git', 'gitlab', 'notebook', 'credential-helper', 'launcher'],
  web: ['contract', 'notebook'],
  'dev-env': ['server', 'gitlab-sandbox', 'contract'],
};
const packageRules = Object.entries(may).map(([name, allowed]) => ({
  name: `${name}-imports-only-${allowed.join('-') || 'nothing-of-ours'}`,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: '\\.test\\.tsx?$|^packages/server/stories/' },
  to: { path: '^packages/', pathNot: [name, ...allowed].map((other) => `^packages/${other}/`) },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'only-config-reads-the-environment',
      severity: 'error',
      from: { path: `^${features}/` },
      to: { path: '^packages/server/src/config\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-sandbox-knows-nothing-of-notelab',
      comment: 'Its tests neither: a misunderstanding about GitLab must not sit on both sides.',
      severity: 'error',
      from: { path: '^packages/gitlab-sandbox/' },
      to: { path: '^packages/(?!gitlab-sandbox/|launcher/)' },
    },
    {
      name: 'what-any-gitlab-does-knows-no-sandbox',
      severity: 'error',
      from: { path: '^packages/gitlab-contract-suite/src/any-gitlab/' },
      to: { path: ['^packages/gitlab-sandbox/', '/sandbox-target\\.ts$', '/arranged/'] },
    },
    ...tierRules,
    ...packageRules,
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
