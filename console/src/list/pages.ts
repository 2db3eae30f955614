import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "../api/client";
import type { TypedDocumentString } from "../gql/graphql";

/** The number of rows that one request reads. The server's default is 50, its maximum 1,000. */
export const PAGE_SIZE = 100;

/** The number of pages that a list keeps: 2,000 rows. */
const MAX_PAGES = 20;

export interface Connection<Row> {
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** A list of the API: the operation that reads a page, and where the page is in the reply. */
export interface ListSource<Row, Data, Filter> {
  document: TypedDocumentString<Data, Filter & PageArguments>;
  filter: Filter;
  connection: (data: Data) => Connection<Row> | null | undefined;
}

export interface PageArguments {
  first?: number | null;
  after?: string | null;
}

/** The position of a page: its number, and the cursors at which it and the pages before it begin. */
interface PagePosition {
  index: number;
  starts: (string | null)[];
}

const FIRST_PAGE: PagePosition = { index: 0, starts: [null] };

/**
 * Reads a list page by page, in both directions, and keeps at most 2,000 rows.
 *
 * Many lists of the API only go forward. Each position therefore has the cursors of the pages before
 * it, so that a page that was dropped can be read again.
 */
export function usePages<Row, Data, Filter>(source: ListSource<Row, Data, Filter>) {
  const { document, filter, connection } = source;
  const query = useInfiniteQuery({
    queryKey: ["pages", document.toString(), filter],
    initialPageParam: FIRST_PAGE,
    queryFn: async ({ pageParam, signal }) => {
      const after = pageParam.starts[pageParam.index];
      const data = await request(document, { ...filter, first: PAGE_SIZE, after }, { signal });
      const page = connection(data);
      return { rows: page?.nodes ?? [], index: pageParam.index, next: nextStart(page) };
    },
    getNextPageParam: (page, _, { index, starts }): PagePosition | undefined =>
      page.next === null
        ? undefined
        : { index: index + 1, starts: [...starts.slice(0, index + 1), page.next] },
    getPreviousPageParam: (_page, _pages, { index, starts }): PagePosition | undefined =>
      index === 0 ? undefined : { index: index - 1, starts },
    maxPages: MAX_PAGES,
    // The previous list stays until the rows of a new filter have arrived.
    placeholderData: keepPreviousData,
  });

  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.rows) ?? [], [pages]);
  /** The position of the first kept row in the whole list. */
  const offset = (pages?.[0]?.index ?? 0) * PAGE_SIZE;
  return { query, rows, offset };
}

/** Returns the cursor at which the next page begins: null if the page is the last one. */
function nextStart<Row>(page: Connection<Row> | null | undefined): string | null {
  return page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
}
