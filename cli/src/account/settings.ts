/** Files of settings: `EnvironmentFile=` of systemd, `--env-file` of docker, and a systemd unit itself. */

/**
 * `NAME=VALUE` lines, and `Environment=NAME=VALUE` of a unit; a line that is empty or begins with `#` or `;` says nothing.
 * Quotes around a value, or around all that follows `Environment=`, go.
 */
export function parseSettings(text: string): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const [name, value] = parseLine(line);
    if (name === 'Environment') assign(settings, parseLine(value));
    else assign(settings, [name, value]);
  }
  return settings;
}

function assign(settings: Record<string, string>, [name, value]: readonly [string, string]): void {
  if (name !== '') settings[name] = value;
}

function parseLine(line: string): [name: string, value: string] {
  const [, name = '', value = ''] = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*$/.exec(line) ?? [];
  return [name, /^(["'])(.*)\1$/.exec(value)?.[2] ?? value];
}
