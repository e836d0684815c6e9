/** The arrows of docs/architecture.md, as rules a tool can check. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^src/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', comment: 'A cycle has no first room to enter.', from: { path: '^src/' }, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    only('shared-stands-alone', '^src/shared/', ['^src/shared/'], 'shared runs anywhere and imports only itself, zod and re2js'),
    { name: 'shared-imports-what-runs-anywhere', severity: 'error', from: { path: '^src/shared/', pathNot: '\\.test\\.ts$' }, to: { path: 'node_modules', pathNot: 'node_modules/(zod|re2js)/' } },
    only('core-is-pure', '^src/engine/core/', ['^src/shared/', '^src/engine/core/'], 'arrays in, numbers out'),
    { name: 'core-has-no-node', severity: 'error', from: { path: '^src/engine/core/', pathNot: '\\.test\\.ts$' }, to: { dependencyTypes: ['core'] } },
    only('ports-are-interfaces', '^src/engine/ports/', ['^src/shared/', '^src/engine/(core|ports)/'], 'ports know the domain, not the machinery'),
    only('store-arrows', '^src/engine/store/', ['^src/shared/', '^src/engine/(core|ports|store)/']),
    only('jobs-arrows', '^src/engine/jobs/', ['^src/shared/', '^src/engine/(core|ports|store|jobs)/']),
    only('supervision-arrows', '^src/engine/supervision/', ['^src/shared/', '^src/engine/(core|ports|supervision)/']),
    only('adapters-arrows', '^src/engine/adapters/', ['^src/shared/', '^src/engine/(core|ports|supervision|adapters)/'], 'adapters may have programs of ours kept running'),
    only('areas-arrows', '^src/engine/areas/', ['^src/shared/', '^src/engine/(core|ports|store|jobs|supervision|areas)/'], 'areas use store, jobs and supervision, never adapters'),
    { name: 'areas-do-not-know-each-other', severity: 'error', from: { path: '^src/engine/areas/([^/]+)/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/engine/areas/', pathNot: '^src/engine/areas/$1/' } },
    only('serving-program-stands-alone', '^src/serving/', ['^src/shared/', '^src/serving/'], 'the same built file goes into the image'),
    only('cli-arrows', '^src/cli/', ['^src/shared/', '^src/cli/', '^src/engine/(create-engine|host/)']),
    only('main-imports-shared', '^src/main/', ['^src/shared/', '^src/main/']),
    only('preload-imports-shared', '^src/preload/', ['^src/shared/', '^src/preload/']),
    only('renderer-imports-shared', '^src/renderer/', ['^src/shared/', '^src/renderer/']),
    { name: 'renderer-has-no-node', severity: 'error', from: { path: '^src/renderer/' }, to: { dependencyTypes: ['core'] } },
    { name: 'electron-only-in-the-shell', severity: 'error', from: { path: '^src/(shared|engine|serving|cli|renderer)/' }, to: { path: 'node_modules/electron/' } },
    { name: 'ui-knows-no-area', severity: 'error', from: { path: '^src/renderer/ui/' }, to: { path: '^src/renderer/(app|areas|client)/' } },
    { name: 'renderer-areas-do-not-know-each-other', severity: 'error', from: { path: '^src/renderer/areas/([^/]+)/' }, to: { path: '^src/renderer/areas/', pathNot: '^src/renderer/areas/$1/' } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
