import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
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

interface PagePosition {
  index: number;
  after: string | null;
}

const START: PagePosition = { index: 0, after: null };

/**
 * Reads a list page by page, in both directions, and keeps at most 2,000 rows.
 *
 * Many lists of the API only go forward. The hook therefore remembers the cursor of each page that
 * it has read, and reads a page again that it has dropped.
 */
export function usePages<Row, Data, Filter>(source: ListSource<Row, Data, Filter>) {
  const { document, filter, connection } = source;
  const cursors = useRef<(string | null)[]>([null]);

  const query = useInfiniteQuery({
    queryKey: ["pages", document.toString(), filter],
    initialPageParam: START,
    queryFn: async ({ pageParam, signal }) => {
      const data = await request(
        document,
        { ...filter, first: PAGE_SIZE, after: pageParam.after },
        { signal },
      );
      const page = connection(data);
      const endCursor = page?.pageInfo.endCursor ?? null;
      cursors.current[pageParam.index] = pageParam.after;
      cursors.current[pageParam.index + 1] = endCursor;
      return { rows: page?.nodes ?? [], index: pageParam.index, next: nextAfter(page) };
    },
    getNextPageParam: (page): PagePosition | undefined =>
      page.next === null ? undefined : { index: page.index + 1, after: page.next },
    getPreviousPageParam: (page): PagePosition | undefined =>
      page.index === 0
        ? undefined
        : { index: page.index - 1, after: cursors.current[page.index - 1] ?? null },
    maxPages: MAX_PAGES,
  });

  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.rows) ?? [], [pages]);
  /** The position of the first kept row in the whole list. */
  const offset = (pages?.[0]?.index ?? 0) * PAGE_SIZE;
  return { query, rows, offset };
}

function nextAfter<Row>(page: Connection<Row> | null | undefined): string | null {
  return page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
}
