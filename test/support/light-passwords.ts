/** Environment of processes that hash passwords as test/support/light-scrypt.mjs does; all that share a database need it. */
const LIGHT = new URL('light-scrypt.mjs', import.meta.url).href;

export function withLightPasswords(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, NODE_OPTIONS: [env['NODE_OPTIONS'] ?? '', `--import=${LIGHT}`].join(' ').trim() };
}
