import {
  Alert,
  Anchor,
  Button,
  Center,
  Code,
  Paper,
  PasswordInput,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { serverUrl } from "../address";
import { request } from "../api/client";
import { ApiError, messageOf } from "../api/error";
import { signIn } from "../api/session";
import { ViewerDocument } from "../gql/graphql";

/** Asks for a token. The browser keeps the token until the tab is closed. */
export function SignIn() {
  const [secret, setSecret] = useState("");
  const check = useMutation({
    mutationFn: (token: string) => request(ViewerDocument, {}, { token }),
    onSuccess: (_, token) => signIn(token),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.mutate(secret.trim());
  };

  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" maw={460} w="100%" radius="lg">
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h2">
              tenantry
            </Title>
            <Text size="sm">Sign in with an API token to see and change who belongs where.</Text>
            <PasswordInput
              label="Token"
              description="The token stays in this tab until you close it."
              placeholder="tnt_…"
              value={secret}
              onChange={(event) => setSecret(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              required
              autoFocus
              visibilityToggleButtonProps={{ "aria-label": "Show the token", tabIndex: 0 }}
            />
            {check.error && (
              <Alert color="red" role="alert">
                {signInMessage(check.error)}
              </Alert>
            )}
            <Button type="submit" loading={check.isPending} disabled={!secret.trim()}>
              Sign in
            </Button>
            <Stack gap={6}>
              <Text size="sm" fw={600}>
                Where a token comes from
              </Text>
              <Text size="sm" c="dimmed">
                The first start of the server prints a root token. On the server's machine,{" "}
                <Code>tenantry token create --name console</Code> prints another one. The owner of
                an org creates tokens for its members on the screen “Tokens”.
              </Text>
              <Text size="sm" c="dimmed">
                To write queries, open the{" "}
                <Anchor href={serverUrl("playground").href} inherit underline="always">
                  playground
                </Anchor>
                .
              </Text>
            </Stack>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function signInMessage(error: Error): string {
  return error instanceof ApiError && error.code === "UNAUTHENTICATED"
    ? "The server does not accept this token. It is misspelled, expired or revoked."
    : messageOf(error);
}
