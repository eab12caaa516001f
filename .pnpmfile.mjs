/** openapi-typescript writes through the compiler's API, which TypeScript 7 no longer has: it gets a 5 of its own. */
function readPackage(manifest) {
  if (manifest.name !== 'openapi-typescript') return manifest;
  const { typescript: _workspace, ...peerDependencies } = manifest.peerDependencies;
  return { ...manifest, peerDependencies, dependencies: { ...manifest.dependencies, typescript: '5.9.3' } };
}

export const hooks = { readPackage };
