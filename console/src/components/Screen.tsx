import { Anchor, type AnchorProps, Breadcrumbs, Group, Stack, Text, Title } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";

/** A link of the console in Mantine's style. */
export const ScreenLink = createLink(
  (props: AnchorProps & Omit<ComponentProps<"a">, keyof AnchorProps>) => <Anchor {...props} />,
);

interface Props {
  title: string;
  /** The links that lead to this screen from above. */
  above?: ReactNode;
  /** A status beside the title. */
  badge?: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The title and the actions of a screen, above its content. */
export function Screen({ title, above, badge, subtitle, actions, children }: Props) {
  return (
    <Stack gap="md">
      <title>{`${title} – tenantry`}</title>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} miw={0}>
          {above && <Breadcrumbs separatorMargin="xs">{above}</Breadcrumbs>}
          <Group gap="sm">
            <Title order={1} size="h2" style={{ overflowWrap: "anywhere" }}>
              {title}
            </Title>
            {badge}
          </Group>
          {subtitle && (
            <Text component="div" c="dimmed" size="sm" style={{ overflowWrap: "anywhere" }}>
              {subtitle}
            </Text>
          )}
        </Stack>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
