type Settings = Record<string, unknown>;

/** The secret setting that holds what stands behind the `?` of an engine's URL: tokens are given there, too. */
const name = 'endpointQuery';

/** Takes the query of an engine's URL out of the settings: the rest is shown and held in caches, the query is sealed. Pure. */
export function partEndpointQuery({ settings, secrets }: { settings: Settings; secrets: Settings }): {
  settings: Settings;
  secrets: Settings;
} {
  const { endpointUrl } = settings;
  const at = typeof endpointUrl === 'string' ? endpointUrl.search(/[?#]/) : -1;
  if (typeof endpointUrl !== 'string' || at < 0) return { settings, secrets };
  return {
    settings: { ...settings, endpointUrl: endpointUrl.slice(0, at) },
    secrets: { ...secrets, [name]: endpointUrl.slice(at) },
  };
}

/** Puts it back, for use. Pure. */
export function joinEndpointQuery(settings: Settings): Settings {
  const { [name]: query, ...rest } = settings;
  return typeof query === 'string'
    ? { ...rest, endpointUrl: `${String(rest.endpointUrl)}${query}` }
    : settings;
}
