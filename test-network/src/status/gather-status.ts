/** Asks every node of a network, whoever runs it, and puts the answers into one picture. */
import type { Organization } from '../description.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { memoryOf } from '../processes/memory.js';
import { NETWORK_PROCESS } from '../processes/network-lock.js';
import { recordedProcesses, type RecordedProcess } from '../processes/pid-files.js';
import { askOrderer, askPeer, askPort, type Answer, type OrdererFacts, type PeerFacts } from './ask-nodes.js';
import type { NetworkStatus, NodeRole, NodeStatus } from './network-status.js';

/** Before the lag is known. */
type Seen = Omit<NodeStatus, 'lag'>;

export async function gatherStatus(network: PreparedNetwork): Promise<NetworkStatus> {
  const { description, layout } = network;
  const running = recordedProcesses(layout.run);
  const { organizations } = description;
  const [peers, orderers, servers] = await Promise.all([
    askAll(organizations, (organization) => askPeer(network, organization)),
    description.kind === 'native'
      ? askAll(organizations, (organization) => askOrderer(network, organization))
      : [],
    Promise.all(organizations.map((organization) => chaincodeStatus(organization, running))),
  ]);
  const lastDecided = Math.max(
    ...orderers.map(({ answer }) => ('value' in answer ? (answer.value.decided ?? 0) : 0)),
  );
  const nodes = withLag([
    networkProcess(running),
    ...orderers.map(({ organization, answer }) => ordererStatus(organization, answer, lastDecided, running)),
    ...peers.map(({ organization, answer }) => peerStatus(description.kind, organization, answer, running)),
    ...servers.flat(),
  ]);
  return {
    kind: description.kind,
    home: layout.home,
    channel: description.channel,
    network: network.network,
    state: stateOf(nodes),
    nodes,
    definitions: definitionsOf(peers.map(({ answer }) => answer)),
    memory: nodes.reduce((sum, { memory }) => sum + (memory ?? 0), 0),
  };
}

function askAll<T>(
  organizations: readonly Organization[],
  ask: (organization: Organization) => Promise<Answer<T>>,
): Promise<{ organization: Organization; answer: Answer<T> }[]> {
  return Promise.all(
    organizations.map(async (organization) => ({ organization, answer: await ask(organization) })),
  );
}

function networkProcess(running: readonly RecordedProcess[]): Seen {
  const place = placeOf(running, NETWORK_PROCESS);
  return {
    name: NETWORK_PROCESS,
    role: 'network',
    ...place,
    answers: place.pid !== null,
    height: null,
    detail: place.pid === null ? 'not running' : '',
  };
}

function ordererStatus(
  organization: Organization,
  answer: Answer<OrdererFacts>,
  lastDecided: number,
  running: readonly RecordedProcess[],
): Seen {
  const node = named('orderer', organization, running);
  if ('problem' in answer)
    return { ...node, answers: false, height: null, detail: whyNot(node, answer.problem) };
  const { height, relation, status, leads, decided = lastDecided } = answer.value;
  // After a fault it may have every block and still be no help should another node fail.
  const behind = decided < lastDecided ? [`took part last in block ${decided}`] : [];
  const role = leads === true && behind.length === 0 ? 'leader' : relation;
  const detail = [role, ...(status === 'active' ? [] : [status]), ...behind].join(', ');
  return { ...node, answers: true, height, detail };
}

function peerStatus(
  kind: NetworkStatus['kind'],
  organization: Organization,
  answer: Answer<PeerFacts>,
  running: readonly RecordedProcess[],
): Seen {
  const node = named('peer', organization, running);
  // Nodes of an embedded network live in its own process, which is counted once.
  const place = kind === 'embedded' ? { ...placeOf(running, NETWORK_PROCESS), memory: null } : {};
  if ('problem' in answer)
    return {
      ...node,
      ...place,
      answers: false,
      height: null,
      detail: whyNot({ ...node, ...place }, answer.problem),
    };
  const definitions = [...answer.value.definitions].map(([name, sequence]) => `${name} ${sequence}`);
  const detail = definitions.length === 0 ? 'no definitions' : `definitions ${definitions.join(', ')}`;
  return { ...node, ...place, answers: true, height: answer.value.height, detail };
}

/** During an upgrade an organization has two servers, at its two ports; afterwards the one at the other port. */
async function chaincodeStatus(
  organization: Organization,
  running: readonly RecordedProcess[],
): Promise<readonly Seen[]> {
  const { chaincode, chaincodeBeside } = organization.ports;
  const [first, beside] = await Promise.all([
    chaincodeServer('chaincode', organization, chaincode, running),
    chaincodeServer('chaincode-beside', organization, chaincodeBeside, running),
  ]);
  const answering = [first, beside].filter(({ answers }) => answers);
  return answering.length === 0 ? [beside.pid === null ? first : beside] : answering;
}

async function chaincodeServer(
  name: 'chaincode' | 'chaincode-beside',
  { key }: Organization,
  port: number,
  running: readonly RecordedProcess[],
): Promise<Seen> {
  const answer = await askPort(port);
  const node: Omit<Seen, 'answers' | 'detail'> = {
    name: `${name}-${key}`,
    role: 'chaincode',
    organization: key,
    ...placeOf(running, `${name}-${key}`),
    height: null,
  };
  return 'value' in answer
    ? { ...node, answers: true, detail: `port ${port}` }
    : { ...node, answers: false, detail: whyNot(node, answer.problem) };
}

function whyNot({ pid }: Pick<NodeStatus, 'pid'>, problem: string): string {
  return pid === null ? 'not running' : problem;
}

function named(role: NodeRole, { key }: Organization, running: readonly RecordedProcess[]) {
  const name = `${role}-${key}`;
  return { name, role, organization: key, ...placeOf(running, name) };
}

function placeOf(
  running: readonly RecordedProcess[],
  name: string,
): { readonly pid: number | null; readonly memory: number | null } {
  const pid = running.find((candidate) => candidate.name === name)?.pid;
  return pid === undefined ? { pid: null, memory: null } : { pid, memory: memoryOf(pid) };
}

function withLag(nodes: readonly Seen[]): readonly NodeStatus[] {
  const highest = Math.max(0, ...nodes.map(({ height }) => height ?? 0));
  return nodes.map((node) => ({ ...node, lag: node.height === null ? null : highest - node.height }));
}

function stateOf(nodes: readonly NodeStatus[]): NetworkStatus['state'] {
  if (nodes.every(({ answers }) => answers)) return 'up';
  return nodes.every(({ pid, answers }) => pid === null && !answers) ? 'down' : 'degraded';
}

function definitionsOf(answers: readonly Answer<PeerFacts>[]): Readonly<Record<string, number>> {
  const first = answers.find((answer) => 'value' in answer);
  return Object.fromEntries(first && 'value' in first ? first.value.definitions : []);
}
