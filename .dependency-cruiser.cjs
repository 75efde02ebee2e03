/** The walls between the rooms. `scripts/walls.test.ts` plants a forbidden import behind each and expects a failure. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(main|preload|renderer|shared|relay|test|scripts)/', pathNot: allowed },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only('shared-imports-nothing-of-ours', '^shared/', '^shared/'),
    only('renderer-knows-only-shared', '^renderer/', '^(renderer|shared)/'),
    only('preload-knows-only-shared', '^preload/', '^(preload|shared)/'),
    only('relay-knows-only-shared', '^relay/', '^(relay|shared)/'),
    only('core-knows-only-shared', '^main/core/', '^(main/core|main/worker-url\\.ts$|shared)'),
    only('main-knows-no-screen', '^main/', '^(main|shared|relay/(start|index)\\.ts$)'),
    {
      name: 'relay-only-through-own-relay',
      comment: 'The relay inside the application is started in one place.',
      severity: 'error',
      from: { path: '^main/', pathNot: '^main/own-relay/' },
      to: { path: '^relay/' },
    },
    {
      name: 'electron-only-in-the-shell',
      severity: 'error',
      from: { path: '^(main|renderer|relay|shared)/', pathNot: '^main/(index\\.ts$|shell/)' },
      to: { path: '(^electron$|node_modules/electron/)' },
    },
    {
      name: 'no-node-in-the-renderer',
      severity: 'error',
      from: { path: '^(renderer|shared)/', pathNot: ['\\.test\\.tsx?$', '^shared/node/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shared-node-only-in-programs',
      comment: 'What the relay and the core share of Node. The rest of shared runs in the page too.',
      severity: 'error',
      from: { path: '^(renderer|preload|shared)/', pathNot: '^shared/node/' },
      to: { path: '^shared/node/' },
    },
    {
      name: 'rooms-through-their-index',
      comment: "Between rooms of the core: through the other room's index.ts.",
      severity: 'error',
      from: { path: '^main/core/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^main/core/([^/]+)/', pathNot: ['^main/core/$1/', '^main/core/[^/]+/index\\.ts$'] },
    },
    {
      name: 'store-and-protocol-know-nobody-above',
      severity: 'error',
      from: { path: '^main/core/(store|protocol)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^main/core/(?!store/|protocol/)[^/]+/' },
    },
    { name: 'no-cycles', severity: 'error', from: { path: '^(main|renderer|relay|shared)/' }, to: { circular: true } },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      from: { path: '^(main|renderer|relay|shared|preload)/', pathNot: '\\.test\\.tsx?$' },
      // With `?url` Vite is asked where a file of a package is served.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'], pathNot: '\\?url$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^shared/[^/]+/gen/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
