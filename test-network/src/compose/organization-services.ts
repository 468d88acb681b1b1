/**
 * The containers of one organization. They share one network namespace, as its processes share one host: the same
 * addresses, certificates and package ids serve both, and what listens on loopback stays inside.
 */
import { join, relative } from 'node:path';
import type { Organization } from '../description.js';
import { hostOf, isIpv4 } from '../hosts.js';
import { layoutOf } from '../layout.js';
import { placesOf } from '../split/places.js';
import type { Service } from '../split/services.js';
import { COMPOSE_NETWORK, IMAGES } from './compose-file.js';
import type { ComposeServices } from './compose-file.js';
import type { Yaml } from './yaml.js';

export type ComposeOptions = {
  /** The organization's folder, as seen from the compose file, e.g. `./tax`. */
  readonly folder: string;
  /** The same folder inside the containers. */
  readonly place: string;
  /** Opens the ports of orderer and peer on the machine: when it is the organization's own. */
  readonly publish: boolean;
  /** The built project inside the containers. */
  readonly project: string;
};

/** Where files are: what is mounted, and as what. */
type Mounting = Pick<ComposeOptions, 'folder' | 'place'>;

const OWNER = '${CHOPMARK_UID:?}:${CHOPMARK_GID:?}';
const PROJECT = '${CHOPMARK_PROJECT:?}';

export function organizationServices(
  organization: Organization,
  services: readonly Service[],
  options: ComposeOptions,
): ComposeServices {
  const { key } = organization;
  const withGateway = services.some(({ name }) => name === 'gateway');
  return {
    [`host-${key}`]: hostContainer(organization, services, options),
    ...Object.fromEntries(
      services.map((service) => [
        `${service.name}-${key}`,
        service.name === 'gateway' ? gateway(key, service, options) : container(key, service, options),
      ]),
    ),
    ...(withGateway ? { [`database-${key}`]: database(key, options) } : {}),
    [`enter-${key}`]: enter(key, options),
  };
}

/** The chaincode servers of two versions, beside the containers of `organizationServices`. */
export function chaincodeContainers(
  key: string,
  services: readonly Service[],
  options: Mounting,
): ComposeServices {
  return Object.fromEntries(
    services.map((service) => [`${service.name}-${key}`, container(key, service, options)]),
  );
}

/** Holds the network namespace, so that any other container may be replaced alone. */
function hostContainer(
  organization: Organization,
  services: readonly Service[],
  options: ComposeOptions,
): Yaml {
  const host = hostOf(organization);
  return {
    image: IMAGES.node,
    command: ['node', '-e', 'setInterval(() => {}, 2 ** 30)'],
    init: true,
    restart: 'unless-stopped',
    user: OWNER,
    ...GUARDED,
    networks: { [COMPOSE_NETWORK]: isIpv4(host) ? {} : { aliases: [host] } },
    ...(options.publish
      ? { ports: services.flatMap(({ ports }) => ports.map((port) => `${port}:${port}`)) }
      : {}),
  };
}

const GUARDED = {
  read_only: true,
  tmpfs: ['/tmp'],
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
} as const;

function container(
  key: string,
  service: Service,
  options: Mounting,
  otherVolumes: readonly Yaml[] = [],
): Readonly<Record<string, Yaml>> {
  return {
    image: service.program === 'node' ? IMAGES.node : IMAGES[service.program],
    command: [service.program, ...service.args],
    init: true,
    restart: 'unless-stopped',
    stop_grace_period: '60s',
    network_mode: `service:host-${key}`,
    user: OWNER,
    working_dir: service.folder,
    environment: service.environment,
    volumes: [
      ...service.reads.map((path) => mount(path, options, true)),
      ...service.writes.map((path) => mount(path, options, false)),
      ...otherVolumes,
    ],
    ...(service.operationsPort === undefined ? {} : { healthcheck: healthcheck(service.operationsPort) }),
    ...GUARDED,
  };
}

function gateway(key: string, service: Service, options: ComposeOptions): Yaml {
  return {
    ...container(key, service, options, [bind(PROJECT, options.project, true)]),
    depends_on: { [`database-${key}`]: { condition: 'service_healthy' } },
  };
}

/** The images have a shell and no HTTP client. */
function healthcheck(port: number): Yaml {
  const ask = `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '"status":"OK"' <&3`;
  return { test: ['CMD', 'bash', '-c', ask], interval: '10s', timeout: '5s', start_period: '30s' };
}

function database(key: string, options: ComposeOptions): Yaml {
  const places = placesOf(layoutOf(options.place), key);
  return {
    image: IMAGES.database,
    command: ['postgres', '-c', 'listen_addresses=127.0.0.1'],
    restart: 'unless-stopped',
    stop_grace_period: '60s',
    network_mode: `service:host-${key}`,
    user: OWNER,
    environment: {
      POSTGRES_USER: 'chopmark',
      POSTGRES_DB: 'chopmark',
      POSTGRES_PASSWORD_FILE: places.databasePassword,
    },
    volumes: [
      mount(places.databasePassword, options, true),
      bind(outside(places.database, options), '/var/lib/postgresql', false),
    ],
    healthcheck: {
      test: ['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', 'chopmark'],
      interval: '10s',
      timeout: '5s',
      start_period: '30s',
    },
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
  };
}

/** `docker compose run --rm enter-<key>`: brings the organization onto the channel; the only one that sees its admin key. */
function enter(key: string, options: ComposeOptions): Yaml {
  return {
    image: IMAGES.node,
    command: [
      'node',
      join(options.project, 'test-network', 'dist', 'split', 'main.js'),
      'enter',
      '--organization',
      key,
      '--folder',
      options.place,
    ],
    profiles: ['enter'],
    network_mode: `service:host-${key}`,
    user: OWNER,
    volumes: [bind(options.folder, options.place, false), bind(PROJECT, options.project, true)],
    ...GUARDED,
  };
}

function mount(path: string, options: Mounting, isReadOnly: boolean): Yaml {
  return bind(outside(path, options), path, isReadOnly);
}

/** A path that is missing is a failure, not a folder that docker makes in its place. */
function bind(source: string, target: string, isReadOnly: boolean): Yaml {
  return { type: 'bind', source, target, read_only: isReadOnly, bind: { create_host_path: false } };
}

/** A compose file takes what begins with a dot or a slash for a path. */
function outside(path: string, { folder, place }: Mounting): string {
  return `${folder}/${relative(place, path)}`;
}
