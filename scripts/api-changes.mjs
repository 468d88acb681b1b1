/**
 * What a new OpenAPI document changes for those who wrote programs by the old one. In `/v1` things are only added: a
 * request that was good stays good, an answer keeps what it had.
 */

/**
 * @param {object} before The older document.
 * @param {object} now The newer one.
 * @returns {{breaking: string[], additive: string[]}} One line for each change.
 */
export function changesBetween(before, now) {
  const changes = { breaking: [], additive: [] };
  const pair = { before, now, changes, seen: new Set() };
  members(before.paths, now.paths, changes, '', (path, was, is) => {
    members(was, is, changes, path, (method, old, fresh) => {
      compareOperation(pair, `${method.toUpperCase()} ${path}`, old, fresh);
    });
  });
  return changes;
}

/** Members that went away break, those that came add, those that stayed are compared. */
function members(was = {}, is = {}, changes, where, compare) {
  for (const [name, old] of Object.entries(was)) {
    if (name in is) compare(name, old, is[name]);
    else changes.breaking.push(`${where} ${name} is gone`.trim());
  }
  for (const name of Object.keys(is)) if (!(name in was)) changes.additive.push(`${where} ${name}`.trim());
}

function compareOperation(pair, where, was, is) {
  const { changes } = pair;
  if (was.operationId !== is.operationId)
    changes.breaking.push(`${where} is called ${is.operationId}, was ${was.operationId}`);
  if ((was.security ?? []).length === 0 && (is.security ?? []).length > 0)
    changes.breaking.push(`${where} asks for an account now`);
  compareParameters(pair, where, was.parameters, is.parameters);
  if (was.requestBody === undefined && is.requestBody?.required === true)
    changes.breaking.push(`${where} asks for a body now`);
  members(
    was.requestBody?.content,
    is.requestBody?.content,
    changes,
    `${where} request`,
    (type, old, fresh) =>
      compareSchema(pair, `${where} request ${type}`, old.schema, fresh.schema, 'request'),
  );
  members(successes(was), successes(is), changes, where, (status, old, fresh) =>
    members(old.content, fresh.content, changes, `${where} ${status}`, (type, a, b) =>
      compareSchema(pair, `${where} ${status} ${type}`, a.schema, b.schema, 'answer'),
    ),
  );
}

/** Problems may come and go: every program must know them by their code. */
function successes({ responses = {} }) {
  return Object.fromEntries(Object.entries(responses).filter(([status]) => status < '400'));
}

function compareParameters(pair, where, was = [], is = []) {
  const byName = (list) => Object.fromEntries(list.map((one) => [`${one.in} ${one.name}`, one]));
  const [old, fresh] = [byName(was), byName(is)];
  members(old, fresh, pair.changes, `${where} parameter`, (name, a, b) => {
    if (a.required !== true && b.required === true)
      pair.changes.breaking.push(`${where} parameter ${name} is required now`);
    compareSchema(pair, `${where} parameter ${name}`, a.schema, b.schema, 'request');
  });
  for (const [name, { required }] of Object.entries(fresh))
    if (!(name in old) && required === true)
      pair.changes.breaking.push(`${where} parameter ${name} is required`);
}

/** @param side Requests may be taken more widely, answers may say more; neither the other way round. */
function compareSchema(pair, where, was = {}, is = {}, side) {
  const { changes, seen } = pair;
  const [old, fresh] = [resolve(pair.before, was), resolve(pair.now, is)];
  const key = `${side} ${was.$ref ?? ''} ${is.$ref ?? ''}`;
  if (was.$ref !== undefined && seen.has(key)) return;
  if (was.$ref !== undefined) seen.add(key);

  for (const word of ['type', 'format', 'pattern', 'const'])
    if (JSON.stringify(old[word]) !== JSON.stringify(fresh[word]))
      changed(changes, where, word, old, fresh, side);
  compareLists(changes, where, old, fresh, side);
  compareBounds(changes, where, old, fresh, side);
  members(old.properties, fresh.properties, changes, where, (name, a, b) =>
    compareSchema(pair, `${where} ${name}`, a, b, side),
  );
  if (old.items !== undefined && fresh.items !== undefined)
    compareSchema(pair, `${where}[]`, old.items, fresh.items, side);
  for (const word of ['anyOf', 'oneOf', 'allOf'])
    (old[word] ?? []).forEach((one, at) => {
      const other = (fresh[word] ?? [])[at];
      if (other === undefined) changes.breaking.push(`${where} ${word} ${at} is gone`);
      else compareSchema(pair, where, one, other, side);
    });
}

function changed(changes, where, word, old, fresh, side) {
  const types = [old.type ?? [], fresh.type ?? []].map((type) => [type].flat());
  const wider = (some, all) => some.every((one) => all.includes(one));
  // null beside the type before: a request takes more; an answer says something new, which breaks its reader.
  if (word === 'type' && side === 'request' && types[0].length > 0 && wider(types[0], types[1]))
    changes.additive.push(`${where} may be ${types[1].join(' or ')}`);
  else if (word === 'pattern' && side === 'request' && fresh.pattern === undefined)
    changes.additive.push(`${where} takes any text`);
  else
    changes.breaking.push(`${where}: ${word} ${JSON.stringify(old[word])} is ${JSON.stringify(fresh[word])}`);
}

function compareLists(changes, where, old, fresh, side) {
  const lost = (a = [], b = []) => a.filter((one) => !b.includes(one));
  if (old.enum !== undefined && fresh.enum !== undefined) {
    for (const one of lost(old.enum, fresh.enum)) changes.breaking.push(`${where} knows no ${one} anymore`);
    for (const one of lost(fresh.enum, old.enum)) changes.additive.push(`${where} knows ${one}`);
  }
  // A request asks for more, or an answer promises less.
  const [more, fewer] = [lost(fresh.required, old.required), lost(old.required, fresh.required)];
  if (side === 'request') for (const name of more) changes.breaking.push(`${where} ${name} is required`);
  else
    for (const name of fewer)
      if (name in (fresh.properties ?? {})) changes.breaking.push(`${where} ${name} may be missing`);
}

function compareBounds(changes, where, old, fresh, side) {
  if (side !== 'request') return;
  for (const word of ['maximum', 'maxLength', 'maxItems'])
    if (fresh[word] !== undefined && (old[word] ?? Infinity) > fresh[word])
      changes.breaking.push(`${where}: ${word} ${fresh[word]}`);
  for (const word of ['minimum', 'minLength', 'minItems'])
    if (fresh[word] !== undefined && (old[word] ?? -Infinity) < fresh[word])
      changes.breaking.push(`${where}: ${word} ${fresh[word]}`);
}

function resolve(document, schema) {
  const name = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref ?? '')?.[1];
  return name === undefined ? schema : (document.components?.schemas?.[name] ?? {});
}
