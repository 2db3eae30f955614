import { Group, Stack, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useElementScrollRestoration } from "@tanstack/react-router";
import {
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
  type RefObject,
} from "react";
import { Empty, ErrorAlert, Loading } from "../components/Feedback";
import type { Column } from "./column";
import { ColumnMenu } from "./ColumnMenu";
import { CsvButton } from "./CsvButton";
import classes from "./List.module.css";
import { usePages, type ListSource } from "./pages";

const ROW_HEIGHT = 44;
const features = tableFeatures({ columnVisibilityFeature });

interface Props<Row extends { id: string }, Data, Filter> {
  /** The name of the list, for screen readers and for the CSV file. */
  name: string;
  source: ListSource<Row, Data, Filter>;
  columns: Column<Row>[];
  /** The filters above the list. */
  filters?: ReactNode;
  /** What an empty list says. */
  empty: ReactNode;
}

/** A list of any length: pages that load while the viewer scrolls, and only visible rows in the page. */
export function List<Row extends { id: string }, Data, Filter>(props: Props<Row, Data, Filter>) {
  const { name, source, columns, filters, empty } = props;
  const { query, rows, offset } = usePages(source);
  const [visibility, setVisibility] = useLocalStorage<Record<string, boolean>>({
    key: `tenantry.columns.${name}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });

  const definitions = useMemo(() => tableColumns(columns), [columns]);
  const columnVisibility = useMemo(
    () => ({
      ...Object.fromEntries(columns.map((column) => [column.id, !column.optional])),
      ...visibility,
    }),
    [columns, visibility],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row) => row.id,
    state: { columnVisibility },
  });

  const visible = columns.filter((column) => columnVisibility[column.id]);
  const scroller = useRef<HTMLDivElement>(null);
  const restorationId = `list-${name}`;
  const restored = useElementScrollRestoration({ id: restorationId });
  const count = offset + rows.length;
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialOffset: restored?.scrollY ?? 0,
  });
  const items = virtualizer.getVirtualItems();
  useScrollToTop(scroller, source);
  useMorePages(items.at(0)?.index, items.at(-1)?.index, offset, count, query);

  const toggle = (id: string) => setVisibility({ ...visibility, [id]: !columnVisibility[id] });
  const tableRows = table.getRowModel().rows;

  return (
    <Stack gap="sm">
      <Group gap="sm" justify="space-between" align="flex-end">
        <Group gap="sm" align="flex-end">
          {filters}
        </Group>
        <Group gap="sm">
          <ColumnMenu
            columns={columns.filter(hasValues)}
            isVisible={(id) => !!columnVisibility[id]}
            onToggle={toggle}
          />
          <CsvButton name={name} source={source} columns={visible.filter(hasValues)} />
        </Group>
      </Group>
      {query.error && <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && !query.error && <Loading />}
      {query.isSuccess && count === 0 && <Empty>{empty}</Empty>}
      {count > 0 && (
        <div
          ref={scroller}
          className={classes.list}
          role="table"
          aria-label={name}
          aria-rowcount={query.hasNextPage ? -1 : count + 1}
          aria-busy={query.isPlaceholderData}
          tabIndex={0}
          data-scroll-restoration-id={restorationId}
          style={gridTemplates(visible)}
        >
          <div role="rowgroup" className={classes.head}>
            <div role="row" className={`${classes.row} ${classes.head}`} aria-rowindex={1}>
              {visible.map((column) => (
                <div key={column.id} role="columnheader" className={cellClass(column)}>
                  {column.header}
                </div>
              ))}
            </div>
          </div>
          <div
            role="rowgroup"
            className={classes.body}
            style={{ height: virtualizer.getTotalSize() }}
          >
            {items.map(({ index, start }) => {
              const row = tableRows[index - offset];
              return (
                <div
                  key={row?.id ?? index}
                  role="row"
                  aria-rowindex={index + 2}
                  className={classes.row}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {row ? (
                    row.getVisibleCells().map((cell) => (
                      <div
                        key={cell.id}
                        role="cell"
                        className={cellClass(visible.find(({ id }) => id === cell.column.id))}
                      >
                        <table.FlexRender cell={cell} />
                      </div>
                    ))
                  ) : (
                    <div role="cell" className={classes.skeleton}>
                      Loading
                    </div>
                  )}
                </div>
              );
            })}
          </div>
        </div>
      )}
      {count > 0 && (
        <Text size="xs" c="dimmed" role="status">
          {query.hasNextPage
            ? `${count.toLocaleString()} rows read. Scroll down for more.`
            : `${count.toLocaleString()} ${count === 1 ? "row" : "rows"}`}
        </Text>
      )}
    </Stack>
  );
}

function tableColumns<Row extends { id: string }>(columns: Column<Row>[]) {
  const helper = createColumnHelper<typeof features, Row>();
  return columns.map((column) =>
    helper.display({
      id: column.id,
      header: column.header,
      cell: ({ row }) => (column.cell ?? column.text)(row.original),
    }),
  );
}

/** Scrolls to the first row when the filter changes. */
function useScrollToTop(scroller: RefObject<HTMLDivElement | null>, source: unknown) {
  const [shown, setShown] = useState(source);
  useEffect(() => {
    if (shown !== source) {
      setShown(source);
      scroller.current?.scrollTo(0, 0);
    }
  }, [scroller, shown, source]);
}

/** Reads the next page near the end of the kept rows, and the previous page near their start. */
function useMorePages(
  first: number | undefined,
  last: number | undefined,
  offset: number,
  count: number,
  query: ReturnType<typeof usePages>["query"],
) {
  const { hasNextPage, hasPreviousPage, isFetching, isError, fetchNextPage, fetchPreviousPage } =
    query;
  useEffect(() => {
    if (first === undefined || last === undefined || isFetching || isError) {
      return;
    }
    if (hasPreviousPage && first < offset + 20) {
      void fetchPreviousPage();
    } else if (hasNextPage && last > count - 40) {
      void fetchNextPage();
    }
  }, [
    first,
    last,
    offset,
    count,
    hasNextPage,
    hasPreviousPage,
    isFetching,
    isError,
    fetchNextPage,
    fetchPreviousPage,
  ]);
}

function gridTemplates<Row>(columns: Column<Row>[]): CSSProperties {
  const tracks = columns.map((column) => column.width ?? "minmax(0, 1fr)");
  const narrowTracks = columns
    .filter(isNarrow)
    .map((column) => column.narrowWidth ?? column.width ?? "minmax(0, 1fr)");
  return {
    "--columns": tracks.join(" "),
    "--narrow-columns": narrowTracks.join(" "),
  } as CSSProperties;
}

function hasValues<Row>(column: Column<Row>): boolean {
  return !column.hasActions;
}

function isNarrow<Row>(column: Column<Row>): boolean {
  return column.narrow ?? false;
}

function cellClass<Row>(column: Column<Row> | undefined): string {
  return column && isNarrow(column) ? classes.cell! : `${classes.cell} ${classes.wide}`;
}
