/**
 * Iterators of one invocation, in pages of 100 as the peer gives them (`core/chaincode/query_response_generator.go`):
 * one result is read ahead, so a page after `hasMore` is never empty.
 */
import { peer } from '@hyperledger/fabric-protos';

/** A source of serialized results. */
export interface ResultSource {
  next(): Promise<Uint8Array | undefined>;
  /** Next key after the page, for a range that was asked for by pages. */
  bookmark?(): Promise<string>;
  close(): Promise<void>;
}

type OpenQuery = {
  readonly source: ResultSource;
  readonly limit: number;
  pending: Uint8Array[];
  total: number;
};

const PAGE = 100;
/** Range queries end there without an error (`ledger.state.totalQueryLimit`). */
export const TOTAL_QUERY_LIMIT = 100_000;

export class QueryIterators {
  readonly #open = new Map<string, OpenQuery>();
  #nextId = 0;

  /** The first page. @param pageSize More than 0 when the chaincode asked for pages itself: one page, then the end. */
  async start(source: ResultSource, pageSize: number): Promise<peer.QueryResponse> {
    this.#nextId += 1;
    const id = String(this.#nextId);
    const limit = pageSize > 0 ? Math.min(pageSize, TOTAL_QUERY_LIMIT) : TOTAL_QUERY_LIMIT;
    this.#open.set(id, { source, limit, pending: [], total: 0 });
    return this.#page(id, source.bookmark !== undefined);
  }

  /** @throws {Error} When there is no such iterator any more. */
  next(id: string): Promise<peer.QueryResponse> {
    if (!this.#open.has(id)) throw new Error('query iterator not found');
    return this.#page(id, false);
  }

  /** Also for an id that is unknown or finished. */
  async end(id: string): Promise<peer.QueryResponse> {
    const query = this.#open.get(id);
    this.#open.delete(id);
    await query?.source.close();
    return responseOf(id, [], false);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.end(id)));
  }

  async #page(id: string, isPaged: boolean): Promise<peer.QueryResponse> {
    const query = this.#open.get(id);
    if (!query) throw new Error('query iterator not found');
    for (;;) {
      const result = query.total >= query.limit ? undefined : await query.source.next();
      if (!result) break;
      query.total += 1;
      if (!isPaged && query.pending.length === PAGE) {
        const page = query.pending;
        query.pending = [result];
        return responseOf(id, page, true);
      }
      query.pending.push(result);
    }
    const response = responseOf(id, query.pending, false);
    if (isPaged) {
      const metadata = new peer.QueryResponseMetadata();
      metadata.setFetchedRecordsCount(query.total);
      metadata.setBookmark((await query.source.bookmark?.()) ?? '');
      response.setMetadata(metadata.serializeBinary());
    }
    await this.end(id);
    return response;
  }
}

function responseOf(id: string, results: readonly Uint8Array[], hasMore: boolean): peer.QueryResponse {
  const response = new peer.QueryResponse();
  response.setId(id);
  response.setHasMore(hasMore);
  response.setResultsList(
    results.map((bytes) => {
      const result = new peer.QueryResultBytes();
      result.setResultbytes(bytes);
      return result;
    }),
  );
  return response;
}
