import {
  ActionIcon,
  AppShell,
  Burger,
  Button,
  Group,
  Kbd,
  Menu,
  NavLink,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { serverUrl } from "../address";
import { signOut } from "../api/session";
import { useViewer } from "../api/viewer";
import { Icon } from "../components/icons";
import { ConnectionBanner } from "./ConnectionBanner";
import { navigationOf } from "./navigation";

const loadSearch = () => import("../search/SearchDialog");
const SearchDialog = lazy(loadSearch);

/** The frame of every screen: header, navigation, and the screen itself. */
export function Shell() {
  const viewer = useViewer();
  const [menuIsOpen, menu] = useDisclosure(false);
  const [searchIsOpen, search] = useDisclosure(false);
  useHotkeys([["mod+K", search.open]], []);
  // Loaded ahead, so that no typed letter is lost while the dialog opens.
  useEffect(() => void setTimeout(loadSearch, 1_000), []);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(menu.close, [path, menu.close]);

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !menuIsOpen } }}
      padding="md"
    >
      <a href="#main" className="skip-link">
        Skip to the content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={menuIsOpen}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label="Navigation"
              aria-expanded={menuIsOpen}
            />
            <Text fw={700} component={Link} to="/" td="none" c="inherit">
              tenantry
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button
              variant="default"
              leftSection={<Icon name="search" size={16} />}
              rightSection={
                <Kbd size="xs" visibleFrom="sm">
                  Ctrl K
                </Kbd>
              }
              onClick={search.open}
            >
              Search
            </Button>
            <ColorSchemeButton />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Screens">
        {navigationOf(viewer).map(({ label, to, icon }) => (
          <NavLink
            key={to}
            renderRoot={(props) => <Link {...props} to={to} />}
            label={label}
            leftSection={<Icon name={icon} />}
            active={to === "/" ? path === "/" : path.startsWith(to)}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <ConnectionBanner />
        <Outlet />
      </AppShell.Main>
      <Suspense>{searchIsOpen && <SearchDialog onClose={search.close} />}</Suspense>
    </AppShell>
  );
}

function ColorSchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light") === "dark";
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={isDark ? "Use light colors" : "Use dark colors"}
      onClick={() => setColorScheme(isDark ? "light" : "dark")}
    >
      <Icon name={isDark ? "sun" : "moon"} />
    </ActionIcon>
  );
}

function AccountMenu() {
  const { token, user, isPlatform } = useViewer();
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label="Account">
          <Icon name="user" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          Token “{token.name}” ({token.prefix}…)
          <br />
          {isPlatform ? "Platform token" : (user?.email ?? token.org?.name)}
        </Menu.Label>
        {user && (
          <Menu.Item
            leftSection={<Icon name="user" />}
            renderRoot={(props) => (
              <Link {...props} to="/users/$userId" params={{ userId: user.id }} />
            )}
          >
            Your user
          </Menu.Item>
        )}
        <Menu.Item
          component="a"
          href={serverUrl("playground").href}
          leftSection={<Icon name="code" />}
        >
          Playground
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="out" />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
