import { Stack, Text, TextInput } from "@mantine/core";
import { Dialog } from "../components/Dialog";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type KeyboardEvent } from "react";
import { apiQuery } from "../api/query";
import { useViewer, type Viewer } from "../api/viewer";
import { navigationOf } from "../app/navigation";
import { Icon, type IconName } from "../components/icons";
import { SearchEverywhereDocument, type SearchEverywhereQuery } from "../gql/graphql";
import classes from "./SearchDialog.module.css";

interface Hit {
  key: string;
  icon: IconName;
  label: string;
  detail: string;
  path: string;
}

/** Finds users, orgs, groups and screens. The arrow keys select a hit, and Enter opens it. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const viewer = useViewer();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), 120);
  const [selected, setSelected] = useState(0);
  const query = useQuery({
    ...apiQuery(SearchEverywhereDocument, { text: search }),
    enabled: search !== "",
    placeholderData: keepPreviousData,
  });
  const hits = [...(search ? foundHits(query.data) : []), ...screenHits(viewer, search)];
  const index = Math.min(selected, hits.length - 1);

  const open = (hit: Hit | undefined) => {
    if (hit) {
      onClose();
      void navigate({ to: hit.path });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setSelected((index + step + hits.length) % hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(hits[index]);
    }
  };

  return (
    <Dialog onClose={onClose} title="Search" yOffset="10dvh">
      <Stack gap="sm">
        <TextInput
          aria-label="Search everywhere"
          placeholder="Name, e-mail address, number, external id or screen"
          leftSection={<Icon name="search" />}
          data-autofocus
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setSelected(0);
          }}
          onKeyDown={onKeyDown}
          role="combobox"
          aria-expanded
          aria-controls="hits"
          aria-activedescendant={hits[index] && `hit-${hits[index].key}`}
        />
        <div role="listbox" id="hits" aria-label="Hits">
          {hits.map((hit, position) => (
            <div
              key={hit.key}
              id={`hit-${hit.key}`}
              role="option"
              aria-selected={position === index}
              className={classes.hit}
              onMouseEnter={() => setSelected(position)}
              onClick={() => open(hit)}
            >
              <Icon name={hit.icon} />
              <Text size="sm" truncate>
                {hit.label}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {hit.detail}
              </Text>
            </div>
          ))}
        </div>
        {hits.length === 0 && (
          <Text size="sm" c="dimmed" role="status">
            {query.isFetching ? "Searching" : "Nothing found"}
          </Text>
        )}
      </Stack>
    </Dialog>
  );
}

function foundHits(data: SearchEverywhereQuery | undefined): Hit[] {
  return (data?.search ?? []).map((hit): Hit => {
    const { id, name } = hit;
    switch (hit.__typename) {
      case "User":
        return { key: id, icon: "user", label: name, detail: hit.email, path: `/users/${id}` };
      case "Org":
        return { key: id, icon: "org", label: name, detail: "org", path: `/orgs/${id}` };
      case "Group":
        return {
          key: id,
          icon: "group",
          label: name,
          detail: `group of ${hit.org.name}`,
          path: `/groups/${id}`,
        };
    }
  });
}

function screenHits(viewer: Viewer, search: string): Hit[] {
  return navigationOf(viewer)
    .filter(({ label }) => label.toLowerCase().includes(search.toLowerCase()))
    .map(({ label, to, icon }) => ({
      key: label.replace(" ", "-"),
      icon,
      label,
      detail: "screen",
      path: to,
    }));
}
